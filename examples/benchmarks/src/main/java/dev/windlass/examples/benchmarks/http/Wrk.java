package dev.windlass.examples.benchmarks.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drives a server with wrk: next to a server on the same machine, a client that costs little is the fairest. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in");

    private final int connections;

    /** What it measured. */
    record Result(long requests, double rate) {}

    Wrk(int connections) {
        this.connections = connections;
    }

    /**
     * @param body of a POST; empty for a GET
     * @throws IllegalStateException when wrk is not installed or an answer was not 2xx
     */
    Result run(String url, String body, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s"));
        Path script = Files.createTempFile("wrk", ".lua");
        try {
            if (!body.isEmpty()) {
                Files.writeString(script, script(body));
                command.addAll(List.of("-s", script.toString()));
            }
            command.add(url);
            return result(output(command));
        } finally {
            Files.delete(script);
        }
    }

    private static String script(String body) {
        return "wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [[" + body + "]]\n";
    }

    private static Result result(String output) {
        Matcher rate = RATE.matcher(output);
        Matcher requests = REQUESTS.matcher(output);
        boolean clean = !output.contains("Non-2xx") && !output.contains("Socket errors");
        if (!clean || !rate.find() || !requests.find()) {
            throw new IllegalStateException("Not every request was answered as it should be:\n" + output);
        }
        return new Result(Long.parseLong(requests.group(1)), Double.parseDouble(rate.group(1)));
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The HTTP figures need the client wrk on the PATH: apt install wrk, or brew install wrk", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("wrk failed:\n" + output);
        }
        return output;
    }
}
