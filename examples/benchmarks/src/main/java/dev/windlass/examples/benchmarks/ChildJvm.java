package dev.windlass.examples.benchmarks;

import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.scenario.Worker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a figure in a fresh JVM and collects what it tells. */
final class ChildJvm {

    private final File log;
    private final int timeoutSeconds;

    /** @param log takes what the figures print besides their values */
    ChildJvm(Path log, int timeoutSeconds) {
        this.log = log.toFile();
        this.timeoutSeconds = timeoutSeconds;
    }

    /** @return the values by name; empty when it failed */
    Map<String, Double> run(Figure figure, String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(figure, url))
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        Map<String, Double> values = new LinkedHashMap<>();
        Thread killer = new Thread(() -> killLate(process), "timeout");
        killer.setDaemon(true);
        killer.start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(Output.MARK)) {
                    String[] parts = line.split(" ", -1);
                    values.put(parts[1], Double.valueOf(parts[2]));
                }
            }
        }
        return process.waitFor() == 0 ? values : Map.of();
    }

    private void killLate(Process process) {
        try {
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(Figure figure, String url) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(figure.values().getOrDefault("heap-limit", "-Xmx4g"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Worker.class.getName());
        command.add(figure.scenario());
        command.add(figure.contender());
        command.add(url);
        figure.values().forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }
}
