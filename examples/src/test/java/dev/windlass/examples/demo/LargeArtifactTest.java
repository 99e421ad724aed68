package dev.windlass.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.ApiClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An artifact that is larger than the whole heap of its server goes in and out. */
@Tag("A7")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LargeArtifactTest {

    private static final String LISTENING = "Windlass listening on ";
    private static final String HEAP = "-Xmx64m";
    private static final long BYTES = 100L << 20;

    @TempDir
    private Path folder;

    private @Nullable Process server;

    @AfterEach
    void kill() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void onAnH2File() throws Exception {
        goesInAndOut("jdbc:h2:" + folder.resolve("data"));
    }

    @Test
    void onPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            goesInAndOut(postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void goesInAndOut(String store) throws Exception {
        String base = start(store);
        ApiClient client = new ApiClient(base);
        String job = client.post("/api/jobs", "{\"job_type\":\"artifact\",\"params\":{\"bytes\":" + BYTES + "}}")
                .header("Location");
        assertThat(ended(client, job).get("status").asText()).isEqualTo("COMPLETED");
        JsonNode run = client.get(job + "/runs").json().at("/items/0");
        JsonNode artifact = run.at("/artifacts/artifact");
        assertThat(artifact.get("size").asLong()).isEqualTo(BYTES);
        String path = "/api/job-runs/" + run.get("run_id").asText() + "/artifacts/artifact";
        Download whole = download(base + path, 0);
        assertThat(whole.size).isEqualTo(BYTES);
        assertThat(whole.sha256).isEqualTo(artifact.get("sha256").asText());
        assertThat(download(base + path, BYTES / 2 + 1).size).isEqualTo(BYTES / 2 - 1);
        assertThat(server).isNotNull().matches(Process::isAlive);
    }

    private String start(String store) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DemoServer.class.getName(),
                        "--port",
                        "0",
                        "--store",
                        store)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        server = process;
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return out.readLine().substring(LISTENING.length());
    }

    private static JsonNode ended(ApiClient client, String job) throws Exception {
        JsonNode state = client.await(job);
        while (state.get("finished_at").isNull()) {
            state = client.await(job);
        }
        return state;
    }

    /** What came, counted and summed up, not kept. */
    private record Download(long size, String sha256) {}

    private static Download download(String url, long from) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Range", "bytes=" + from + "-")
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(206);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        try (InputStream in = response.body()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                size += count;
            }
        }
        return new Download(size, HexFormat.of().formatHex(digest.digest()));
    }
}
