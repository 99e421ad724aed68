package dev.windlass.http.webhook;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a call besides its outcome, attached to its request. It also hides the status from OkHttp, which would act on
 * some: ask again after 408 and 503, fail at 407, and break on a {@code Retry-After} that is no int.
 */
final class Progress extends EventListener {

    private static final int OK = 200;

    private volatile boolean sent;
    private volatile int status;
    private volatile @Nullable String retryAfter;
    private volatile @Nullable Socket doomed;

    /** The listener that was attached to the request, or none. */
    static EventListener of(Call call) {
        Progress attached = call.request().tag(Progress.class);
        return attached == null ? EventListener.NONE : attached;
    }

    /** A network interceptor. */
    static Response intercept(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Progress attached = chain.request().tag(Progress.class);
        return attached == null ? response : attached.note(response, chain.connection());
    }

    private Response note(Response response, @Nullable Connection connection) throws IOException {
        if (response.body().contentLength() < -1) {
            throw new ProtocolException("The answer has a negative Content-Length");
        }
        // Closes after its answer without saying so, by its version's default; OkHttp would send the next request into
        // it.
        boolean closes = response.protocol() == Protocol.HTTP_1_0 && response.header("Connection") == null;
        doomed = closes && connection != null ? connection.socket() : null;
        return response.newBuilder().code(OK).removeHeader("Retry-After").build();
    }

    @Override
    public void requestHeadersStart(Call call) {
        sent = true;
    }

    /** The answer counts from here on, whatever is wrong with what follows. */
    @Override
    public void responseHeadersEnd(Call call, Response response) {
        status = response.code();
        retryAfter = response.header("Retry-After");
    }

    /** Whether the request went out, at least in part. */
    boolean isSent() {
        return sent;
    }

    /** The status that the receiver answered with; 0 as long as it has not. */
    int status() {
        return status;
    }

    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    /** Keeps a connection that its receiver is about to close from being used again. Called once the answer was read. */
    void hangUp() throws IOException {
        Socket socket = doomed;
        if (socket != null) {
            socket.close();
        }
    }
}
