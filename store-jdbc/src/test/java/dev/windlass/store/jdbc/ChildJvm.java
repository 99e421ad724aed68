package dev.windlass.store.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that runs a main class of the tests, to be killed. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Reads what it prints until this line. */
    void awaitLine(String wanted) throws IOException {
        for (String line = output.readLine(); !wanted.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("The process ended without saying " + wanted);
            }
        }
    }

    /** The next line that it prints; null when it has ended and everything was read. */
    @org.jspecify.annotations.Nullable
    String readLine() throws IOException {
        return output.readLine();
    }

    /** As {@link #kill}, without waiting for its end. */
    void signalKill() {
        process.toHandle().destroyForcibly();
    }

    /** As by {@code kill -9}. What it printed can still be read, which {@link Process#destroyForcibly} would prevent. */
    void kill() throws InterruptedException {
        signalKill();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
