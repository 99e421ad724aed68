package dev.windlass.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StandaloneMainTest {

    private static final String SERVICE = "META-INF/services/dev.windlass.http.server.JobTypeProvider";

    @TempDir
    private Path dir;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = StandaloneMain.standalone().run(args, Map.of(), print(out), print(err));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static StandaloneServer start(String... args) throws IOException {
        return StandaloneMain.standalone().start(Map.of(), args);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> submit(StandaloneServer server, String json) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + "/api/jobs"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String outcome(StandaloneServer server, HttpResponse<String> made) throws Exception {
        assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
        String location = made.headers().firstValue("Location").orElseThrow();
        return send(HttpRequest.newBuilder(URI.create(server.url() + location + "?wait=20")))
                .body();
    }

    /** A jar with one class {@code own.Own}. @param type the name of its job type */
    private Path jar(String name, String type, boolean service) throws IOException {
        Path source = Files.createDirectories(dir.resolve(name + "-src/own")).resolve("Own.java");
        Files.writeString(source, """
                package own;
                import dev.windlass.job.*;
                public class Own implements dev.windlass.http.server.JobTypeProvider {
                    public record Params(String who) {}
                    public java.util.List<JobType<?>> jobTypes() {
                        return java.util.List.of(JobType.of("%s", Params.class,
                            (params, context) -> RunResult.completed("Hello, " + params.who())));
                    }
                }
                """.formatted(type));
        Path classes = Files.createDirectories(dir.resolve(name + "-classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("java.class.path");
        int failed = compiler.run(
                null, null, null, "-proc:none", "-cp", classPath, "-d", classes.toString(), source.toString());
        assertThat(failed).isZero();
        Path jar = dir.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String entry : new String[] {"own/Own.class", "own/Own$Params.class"}) {
                put(out, entry, Files.readAllBytes(classes.resolve(entry)));
            }
            if (service) {
                put(out, SERVICE, "own.Own\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    @Test
    void jobTypesOfAJarAreRun() throws Exception {
        String jar = jar("good", "greet", true).toString();
        try (StandaloneServer server = start("--port=0", "--store=memory", "--handlers", jar)) {
            String done = outcome(server, submit(server, "{\"job_type\":\"greet\",\"params\":{\"who\":\"Ada\"}}"));
            assertThat(done).contains("\"status\":\"COMPLETED\"", "\"result\":\"Hello, Ada\"");
        }
    }

    @Test
    void aJobCallsAnotherServiceWhenItsAddressIsAllowed() throws Exception {
        try (StandaloneServer server = start("--port=0", "--store=memory", "--webhook-allow=127.0.0.0/8")) {
            String url = server.url() + "/healthz";
            String params = "{\"job_type\":\"http\",\"params\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}";
            assertThat(outcome(server, submit(server, params)))
                    .contains("\"status\":\"COMPLETED\"", "\"result\":{\"status\":200");
        }
    }

    @Test
    void loopbackIsOffLimitsUnlessAllowed() throws Exception {
        try (StandaloneServer server = start("--port=0", "--store=memory")) {
            String params = "{\"job_type\":\"http\",\"params\":{\"url\":\"" + server.url() + "/healthz\"}}";
            assertThat(outcome(server, submit(server, params)))
                    .contains("\"status\":\"FAILED\"", "\"code\":\"address_refused\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                  | /params/url
            {"url":"ftp://example.com"}                         | /params/url
            {"url":"https://u:p@example.com/"}                  | /params/url
            {"url":"https://example.com/","method":"get"}       | /params/method
            {"url":"https://example.com/","method":"TRACE"}     | /params/method
            {"url":"https://example.com/","method":"GET","body":1} | /params/body
            {"url":"https://example.com/","headers":{"Host":"x"}}  | /params/headers/Host
            {"url":"https://example.com/","headers":{"A":"b\\nc"}} | /params/headers/A
            {"url":"https://example.com/","headers":{"A":null}} | /params/headers/A
            {"url":"https://example.com/","expected_statuses":[200,99]} | /params/expected_statuses/1
            {"url":"https://example.com/","expected_statuses":[null]} | /params/expected_statuses/0
            {"url":"https://example.com/","expected_statuses":[]} | /params/expected_statuses
            {"url":"https://example.com/","timeout":1}          | /params/timeout
            """)
    void wrongParamsAreNamedWhenTheJobIsSubmitted(String params, String pointer) throws Exception {
        try (StandaloneServer server = start("--port=0", "--store=memory")) {
            HttpResponse<String> answer = submit(server, "{\"job_type\":\"http\",\"params\":" + params + "}");
            assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
            assertThat(answer.body()).contains("\"pointer\":\"" + pointer + "\"");
        }
    }

    @Test
    void wrongUseIsOneLineAndExitCode2() throws IOException {
        Path noJar = Files.writeString(dir.resolve("no.jar"), "this is no jar");
        String empty = jar("empty", "any", false).toString();
        String clash = jar("clash", "http", true).toString();
        String bad = jar("bad", "not a name", true).toString();

        assertWrong("Unknown flag --handler", "--handler", "x");
        assertWrong("--handlers: no file /does/not/exist.jar", "--handlers", "/does/not/exist.jar");
        assertWrong("no.jar is no jar", "--handlers", noJar.toString());
        assertWrong("empty.jar has no job types", "--handlers", empty);
        assertWrong("there are two job types http", "--handlers", clash);
        assertWrong("Not a job type's name: not a name", "--handlers", bad);
    }

    @Test
    void aServiceFileThatNamesNothingOrNobodyIsWrongUse() throws IOException {
        assertWrong("brings no job types", "--handlers", service("nothing", "# none\n"));
        assertWrong("own.Missing not found", "--handlers", service("nobody", "own.Missing\n"));
    }

    private String service(String name, String text) throws IOException {
        Path jar = dir.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            put(out, SERVICE, text.getBytes(StandardCharsets.UTF_8));
        }
        return jar.toString();
    }

    private static void assertWrong(String message, String... args) {
        Outcome outcome = run(args);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("windlass-standalone: ").contains(message);
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void theHelpNamesEveryFlagAndExitsWith0() {
        Outcome outcome = run("--help");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("--handlers JAR", "--config FILE", "--webhook-allow CIDR", "--rate-limit");
        assertThat(outcome.err()).isEmpty();
    }
}
