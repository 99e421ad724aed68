package dev.windlass.store.jdbc;

import dev.windlass.job.Backoff;
import dev.windlass.job.RetryPolicy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retry policies as short text, {@code attempts;initial;multiplier;max;jitter} with microseconds. A host has a handful of policies and
 * reads one with each job, so they are remembered. Thread-safe.
 */
final class RetryText {

    private static final int REMEMBERED = 1_000;

    /** Of most jobs, and known without a look into the maps: to hash a policy for the first time is a noticeable part of a start. */
    private static final String DEFAULT = format(RetryPolicy.DEFAULT);

    private final Map<RetryPolicy, String> texts = new ConcurrentHashMap<>();
    private final Map<String, RetryPolicy> policies = new ConcurrentHashMap<>();

    String write(RetryPolicy policy) {
        return policy == RetryPolicy.DEFAULT ? DEFAULT : remember(texts, policy, RetryText::format);
    }

    RetryPolicy read(String text) {
        return text.equals(DEFAULT) ? RetryPolicy.DEFAULT : remember(policies, text, RetryText::parse);
    }

    private static <K, V> V remember(Map<K, V> memory, K key, java.util.function.Function<K, V> make) {
        if (memory.size() > REMEMBERED) {
            memory.clear();
        }
        return memory.computeIfAbsent(key, make);
    }

    private static String format(RetryPolicy policy) {
        Backoff backoff = policy.backoff();
        return policy.maxAttempts() + ";" + Micros.of(backoff.initial()) + ";" + backoff.multiplier() + ";"
                + Micros.of(backoff.max()) + ";" + backoff.jitter();
    }

    private static RetryPolicy parse(String text) {
        try {
            return parsed(text);
        } catch (RuntimeException e) {
            log().error("The stored retry policy {} cannot be read; the default takes its place", text, e);
            return RetryPolicy.DEFAULT;
        }
    }

    private static RetryPolicy parsed(String text) {
        String[] parts = text.split(";", -1);
        Backoff backoff = new Backoff(
                Micros.duration(Long.parseLong(parts[1])),
                Double.parseDouble(parts[2]),
                Micros.duration(Long.parseLong(parts[3])),
                Double.parseDouble(parts[4]));
        return new RetryPolicy(Integer.parseInt(parts[0]), backoff);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(RetryText.class);
    }
}
