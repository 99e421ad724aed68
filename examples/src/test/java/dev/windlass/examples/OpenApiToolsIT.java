package dev.windlass.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Tools of others read the document of the running server: linters, and a generator whose client runs a job. */
class OpenApiToolsIT {

    /** Three fetches of at most 40 s each, one after the other, and as much again for what is done with them. */
    private static final int SECONDS = 240;

    @Test
    void theyFindNothingWrongAndTheClientRunsAJob(@TempDir Path folder, TestReporter reporter) throws Exception {
        assumeTrue(hasBash(), "skipped: there is no bash here");
        Path log = folder.resolve("log");
        Process check = start(log);
        boolean ended = check.waitFor(SECONDS, TimeUnit.SECONDS);
        check.descendants().forEach(ProcessHandle::destroy);
        check.destroy();
        String said = Files.readString(log);
        reporter.publishEntry("check.sh", said);
        assertThat(ended).as(said).isTrue();
        assertThat(check.exitValue()).as(said).isZero();
    }

    private static boolean hasBash() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "bash")));
    }

    /** With the JDK that runs this test, whatever else is on the path. */
    private static Process start(Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("bash", "openapi/check.sh"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        String home = System.getProperty("java.home");
        environment.put("JAVA_HOME", home);
        environment.merge("PATH", Path.of(home, "bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
        return builder.start();
    }
}
