package dev.windlass.http.webhook;

import okhttp3.Call;
import okhttp3.EventListener;

/** Knows how far a call got, to tell a receiver that is not there from one that does not answer. */
final class Progress extends EventListener {

    private volatile boolean sent;

    /** The listener that was attached to the request, or none. */
    static EventListener of(Call call) {
        Progress attached = call.request().tag(Progress.class);
        return attached == null ? EventListener.NONE : attached;
    }

    @Override
    public void requestHeadersStart(Call call) {
        sent = true;
    }

    /** Whether the request went out, at least in part. */
    boolean isSent() {
        return sent;
    }
}
