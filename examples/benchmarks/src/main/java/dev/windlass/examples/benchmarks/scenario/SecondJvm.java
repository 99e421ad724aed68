package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another JVM beside this one. */
final class SecondJvm {

    private SecondJvm() {}

    static Process start(String scenario, String contender, Setting setting, int count) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                scenario,
                contender,
                setting.url(),
                "count=" + count));
        setting.values().forEach((name, value) -> command.add(name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }
}
