package dev.windlass.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.examples.demo.support.ApiClient;
import dev.windlass.examples.demo.support.ApiClient.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user starts it: the shaded jar, in a process and a folder of its own. */
class DemoJarIT {

    private static final String LISTENING = "Windlass listening on ";

    @TempDir
    private Path folder;

    private @Nullable Process process;

    @AfterEach
    void kill() {
        running().destroyForcibly();
    }

    private Process running() {
        return Objects.requireNonNull(process);
    }

    @Test
    void itSaysWhereItListensOnOneLineDrainsOnSigtermAndExitsWithZero() throws Exception {
        BufferedReader out = start("--port", "0", "--store", "memory");
        String line = out.readLine();
        assertThat(line).matches(LISTENING + "http://127\\.0\\.0\\.1:[0-9]+");
        ApiClient client = new ApiClient(line.substring(LISTENING.length()));
        String report = "{\"document_url\":\"https://example.com/large-report.pdf\"}";
        Reply accepted = client.post("/v1/bots/any/actions/analyze-document", report);
        assertThat(client.await(accepted.header("Location"))
                        .at("/result/sentiment")
                        .asText())
                .isEqualTo("POSITIVE");
        Reply found = client.post("/research/run", "{\"query\":\"cron\"}");
        assertThat(found.json().at("/results/0/document").asText()).isEqualTo("schedules.md");

        running().toHandle().destroy();
        assertThat(running().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(running().exitValue()).isZero();
        assertThat(out.readLine()).isNull();
    }

    @Test
    @Tag("T3")
    void whatWasAcknowledgedIsStillThereAfterAKillAndRunsInTheNextProcess() throws Exception {
        ApiClient client = listening(start("--port", "0"));
        String running = submit(client, "{\"job_type\":\"sleep\",\"params\":{\"millis\":60000,\"steps\":1}}");
        await().until(() -> client.get(running).json().get("status").asText().equals("RUNNING"));
        String waiting = submit(client, "{\"job_type\":\"echo\",\"params\":{\"kept\":true}}");
        running().destroyForcibly().waitFor();

        ApiClient next = listening(start("--port", "0"));
        assertThat(next.get(waiting).json().get("status").asText()).isEqualTo("QUEUED");
        assertThat(next.post(running + "/cancel", "{}").status()).isIn(200, 202);
        assertThat(next.await(waiting).at("/result/kept").asBoolean()).isTrue();
    }

    @Test
    void aSecondProcessOnTheSameFileSaysInOneLineWhyItCannotStart() throws Exception {
        listening(start("--port", "0"));
        Process first = running();
        try {
            start("--port", "0");
            assertThat(running().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(running().exitValue()).isEqualTo(1);
            assertThat(new String(running().getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("already open in another process");
        } finally {
            first.destroyForcibly();
        }
    }

    private static ApiClient listening(BufferedReader out) throws IOException {
        return new ApiClient(out.readLine().substring(LISTENING.length()));
    }

    private static String submit(ApiClient client, String job) throws Exception {
        return client.post("/api/jobs", job).header("Location");
    }

    @Test
    void aWrongFlagEndsItWithOneLineAndTwo() throws Exception {
        BufferedReader out = start("--prot", "0");
        assertThat(running().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(running().exitValue()).isEqualTo(2);
        assertThat(out.readLine()).isNull();
        assertThat(new String(running().getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("--prot");
    }

    private BufferedReader start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "windlass-demo.jar").toAbsolutePath().toString()));
        command.addAll(List.of(args));
        process = new ProcessBuilder(command).directory(folder.toFile()).start();
        return new BufferedReader(new InputStreamReader(running().getInputStream(), StandardCharsets.UTF_8));
    }
}
