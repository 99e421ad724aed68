package dev.windlass.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.windlass.http.server.StandaloneServer;
import dev.windlass.job.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients of seed-004 as they are written there, where curl, and Python with requests, are installed. */
@Tag("K3")
@Tag("K5")
@Timeout(120)
class SeedClientsTest {

    private static final String KEY = "secret-key";

    private static final String START = """
            curl -i -X POST "https://api.orchestrator.example.com/v1/bots/bot-abc-123/actions/analyze-document" \\
                 -H "Authorization: Bearer <admin_api_key>" \\
                 -H "Content-Type: application/json" \\
                 -d '{"document_url": "https://example.com/large-report.pdf"}'
            """;

    private static final String POLL = """
            curl "https://api.orchestrator.example.com/v1/tasks/task-f4b5c6d7-e8f9-1234-5678-90abcdef1234" \\
                 -H "Authorization: Bearer <admin_api_key>"
            """;

    /** Its pauses of five seconds are a hundred times shorter here. */
    private static final String HURRIED = "import runpy, sys, time; pause = time.sleep;"
            + "time.sleep = lambda seconds: pause(seconds / 100);"
            + "runpy.run_path(sys.argv[1], run_name='__main__')";

    private static StandaloneServer server;

    @BeforeAll
    static void start() throws IOException {
        server = DemoServer.standalone()
                .start(Map.of("WINDLASS_TOKEN", KEY), "--port=0", "--store=memory", "--reading-millis=300");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theWalkthroughWithCurl() throws Exception {
        assumeTrue(ended("curl", "--version").code() == 0, "curl is not installed");
        String accepted = curl(START);
        assertThat(accepted).startsWith("HTTP/1.1 202 Accepted").contains("\"status\":\"PENDING\"");
        Matcher location = Pattern.compile("(?im)^location: /v1/tasks/(task-[0-9a-f-]{36})\r?$")
                .matcher(accepted);
        assertThat(location.find()).isTrue();
        String poll = POLL.replace("task-f4b5c6d7-e8f9-1234-5678-90abcdef1234", location.group(1));
        String completed = await().atMost(Duration.ofSeconds(30))
                .until(() -> curl(poll), body -> body.contains("\"status\":\"COMPLETED\""));
        assertThat(new Json(completed).tree().at("/result/sentiment").asText()).isEqualTo("POSITIVE");
    }

    /** As it stands there, with another host and key. */
    private static String curl(String lines) throws Exception {
        String script = lines.replace("https://api.orchestrator.example.com", server.url())
                .replace("<admin_api_key>", KEY);
        Ended curl = ended("sh", "-c", script);
        assertThat(curl.code()).as(curl.output()).isZero();
        return curl.output();
    }

    @Test
    void thePythonClient() throws Exception {
        assumeTrue(ended("python3", "-c", "import requests").code() == 0, "Python has no requests here");
        Path client = Path.of(Objects.requireNonNull(getClass().getResource("/seed-004-client.py"))
                .toURI());
        Ended python = ended("python3", "-c", HURRIED, client.toString());
        assertThat(python.code()).isZero();
        assertThat(python.output())
                .contains("Task accepted. Polling status at: " + server.url() + "/v1/tasks/task-")
                .contains("--- Task Finished ---")
                .contains("'status': 'COMPLETED'")
                .contains("'sentiment': 'POSITIVE'");
    }

    private record Ended(int code, String output) {}

    /** Waits for a program's end; one that is not there ends with 127, as in a shell. */
    private static Ended ended(String... command) throws InterruptedException, IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Map.of("ORCHESTRATOR_API_URL", server.url(), "ADMIN_API_KEY", KEY));
        builder.environment().put("NO_PROXY", "127.0.0.1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Ended(127, e.toString());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
