package dev.windlass.examples.demo.document;

import dev.windlass.http.webhook.AddressRefusedException;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.RunContext;
import java.io.IOException;
import java.net.URI;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** Fetches over the client that webhooks are sent with, so that a document cannot be in a place where a webhook must not go. */
public final class WebFetcher implements DocumentFetcher {

    private final GuardedHttpClient client;

    /** @param client not closed here */
    public WebFetcher(GuardedHttpClient client) {
        this.client = client;
    }

    @Override
    public Document fetch(URI url, RunContext context) throws DocumentException {
        String refusal = client.refusal(url.toString());
        if (refusal != null) {
            throw refused("The address " + refusal);
        }
        Call call = client.newCall(new Request.Builder().url(url.toString()).build());
        context.onCancel(call::cancel);
        try (Response response = call.execute()) {
            checkStatus(response.code(), url);
            byte[] body = read(response.body().source());
            return new Document(DocumentShelf.nameIn(url), response.header("Content-Type"), body);
        } catch (IOException e) {
            context.throwIfCancelled();
            if (AddressRefusedException.isBehind(e)) {
                throw refused("The address of " + url.getHost() + " is not open to documents");
            }
            throw DocumentException.forNow("document_unavailable", url.getHost() + " did not send the document");
        }
    }

    private static void checkStatus(int status, URI url) throws DocumentException {
        String message = url.getHost() + " answered " + status;
        if (status >= 500 || status == 408 || status == 429) {
            throw DocumentException.forNow("document_unavailable", message);
        }
        if (status >= 300) {
            throw DocumentException.forGood(
                    "document_not_found", message + (status < 400 ? "; redirects are not followed" : ""));
        }
    }

    private static byte[] read(BufferedSource source) throws IOException, DocumentException {
        Buffer read = new Buffer();
        while (read.size() <= Document.MAX_BYTES) {
            if (source.read(read, Document.MAX_BYTES + 1 - read.size()) < 0) {
                return read.readByteArray();
            }
        }
        throw Document.tooLarge();
    }

    private static DocumentException refused(String message) {
        return DocumentException.forGood("address_refused", message);
    }
}
