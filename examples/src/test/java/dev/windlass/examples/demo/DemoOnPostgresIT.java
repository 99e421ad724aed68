package dev.windlass.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.examples.demo.support.ApiClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the demo's jar on one PostgreSQL, with default settings, and what they say when they cannot start on it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DemoOnPostgresIT {

    private static final String LISTENING = "Windlass listening on ";
    private static final String SLEEP = "{\"job_type\":\"sleep\",\"params\":{\"millis\":600000,\"steps\":1}}";

    private static EmbeddedPostgres server;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    @SuppressWarnings("NullAway.Init")
    static void startServer() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String database(String name) throws SQLException {
        execute("CREATE DATABASE " + name);
        return server.getJdbcUrl("postgres", name);
    }

    private Process start(String store, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "windlass-demo.jar").toAbsolutePath().toString(),
                "--port",
                "0",
                "--store",
                store));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("err-" + processes.size()).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static ApiClient listening(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new ApiClient(out.readLine().substring(LISTENING.length()));
    }

    private static String submit(ApiClient client, String job) throws Exception {
        return client.post("/api/jobs", job).header("Location");
    }

    /** The runs of a job, and the names of the nodes that they are or were on. */
    private static List<String> nodes(ApiClient client, String job) throws Exception {
        List<String> nodes = new ArrayList<>();
        for (JsonNode run : client.get(job + "/runs").json().get("items")) {
            nodes.add(run.get("node").asText() + " " + run.get("status").asText());
        }
        return nodes;
    }

    @Test
    @Tag("T8")
    void twoProcessesShareTheWorkAndOneTakesOverFromTheOther() throws Exception {
        String store = database("shared");
        Process first = start(store, "--node-name", "one");
        ApiClient one = listening(first);
        ApiClient two = listening(start(store, "--node-name", "two"));
        eachJobRunsOnOne(one, two);

        String held = submit(one, SLEEP);
        String alsoHeld = submit(two, SLEEP);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> nodes(one, held).size() + nodes(one, alsoHeld).size() == 2);
        String onOne = nodes(one, held).get(0).startsWith("one") ? held : alsoHeld;
        String onTwo = onOne.equals(held) ? alsoHeld : held;
        assertThat(nodes(one, onTwo)).containsExactly("two RUNNING");
        assertThat(one.post(onTwo + "/cancel", "{}").status()).isIn(200, 202);
        assertThat(one.await(onTwo).get("status").asText()).isEqualTo("CANCELLED");

        first.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(nodes(two, onOne)).contains("two RUNNING"));
        assertThat(nodes(two, onOne)).containsExactlyInAnyOrder("one FAILED", "two RUNNING");
    }

    private static void eachJobRunsOnOne(ApiClient one, ApiClient two) throws Exception {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            jobs.add(submit(i % 2 == 0 ? one : two, "{\"job_type\":\"echo\",\"params\":{\"n\":" + i + "}}"));
        }
        Map<String, Integer> byNode = new HashMap<>();
        for (String job : jobs) {
            assertThat(two.await(job).get("status").asText()).isEqualTo("COMPLETED");
            assertThat(nodes(one, job)).hasSize(1);
            byNode.merge(nodes(one, job).get(0), 1, Integer::sum);
        }
        assertThat(byNode).containsOnlyKeys("one COMPLETED", "two COMPLETED");
    }

    private void refuses(String store, String... hints) throws Exception {
        refuses(1, store, hints);
    }

    private void refuses(int exitCode, String store, String... hints) throws Exception {
        Process process = start(store);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(exitCode);
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(folder.resolve("err-" + (processes.size() - 1)).toFile())
                .content()
                .contains(hints)
                .matches("(?s)[^\n]+\n");
    }

    @Test
    void whatIsWrongWithTheDatabaseIsOneLineAndAnExitCode() throws Exception {
        String good = database("good");
        refuses(good.replace("/good", "/nowhere"), "create it");
        refuses(good.replace("user=postgres", "user=nobody"), "refuses the user or the password");
        refuses("jdbc:postgresql://localhost:1/good?user=postgres&password=hidden", "cannot be reached", "password=…");
        refuses(2, "jdbc:mysql://localhost/good", "jdbc:postgresql:");
        refuses(good + "&currentSchema=missing", "no schema");
        listening(start(good));
        execute("CREATE ROLE reader LOGIN");
        refuses(good.replace("user=postgres", "user=reader"), "lacks rights", "grant");
        refuses(good + "&options=-c%20default_transaction_read_only=on", "only lets us read");
        try (Connection connection = server.getDatabase("postgres", "good").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO windlass_schema (version, file) VALUES (999, 'V999.sql')");
        }
        refuses(good, "version 999", "start a newer Windlass");
    }
}
