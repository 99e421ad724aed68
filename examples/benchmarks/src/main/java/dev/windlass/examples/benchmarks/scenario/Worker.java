package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.http.HttpLoad;
import dev.windlass.examples.benchmarks.measure.Output;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs one figure: {@code Worker <scenario> <contender> <url> name=value…}. */
public final class Worker {

    private Worker() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 3; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            values.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        try {
            scenario(args[0]).run(args[1], new Setting(args[2], values), new Output());
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
        // Some contenders leave threads behind that would keep the JVM up.
        System.exit(0);
    }

    private static Scenario scenario(String name) {
        return switch (name) {
            case "drain" -> new Drain();
            case "submit" -> new Submit();
            case "latency" -> new Latency();
            case "submitter" -> new Submitter();
            case "due" -> new Due();
            case "fires" -> new Fires();
            case "idle" -> new Idle();
            case "startup" -> new Startup();
            case "million" -> new Million();
            case "http" -> new HttpLoad()::run;
            case "pinned" -> new Pinned();
            case "webhook-prompt" -> new HookPrompt();
            case "webhook-rate" -> new HookRate();
            case "webhook-fair" -> new HookFair();
            case "webhook-claim" -> new HookClaims();
            default -> throw new IllegalArgumentException("Unknown scenario " + name);
        };
    }
}
