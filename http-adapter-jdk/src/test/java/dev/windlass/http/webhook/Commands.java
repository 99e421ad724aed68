package dev.windlass.http.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs programs. */
final class Commands {

    private Commands() {}

    /** @param output both streams */
    record Ended(int code, String output) {

        boolean isGood() {
            return code == 0;
        }
    }

    /** Waits for its end; a program that is not there ends with 127, as in a shell. */
    static Ended run(Path folder, String... command) throws IOException {
        Files.createDirectories(folder);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return new Ended(127, String.valueOf(e.getMessage()));
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
    }
}
