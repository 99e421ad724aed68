import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Saves what a URL answers: {@code java Fetch.java URL FILE}. */
class Fetch {

    public static void main(String[] args) throws Exception {
        HttpResponse<Path> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(args[0])).build(),
                        HttpResponse.BodyHandlers.ofFile(Path.of(args[1])));
        if (response.statusCode() != 200) {
            throw new IllegalStateException(args[0] + " answered " + response.statusCode());
        }
    }
}
