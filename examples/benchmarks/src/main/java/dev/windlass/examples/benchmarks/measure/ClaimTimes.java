package dev.windlass.examples.benchmarks.measure;

import dev.windlass.spi.JobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** How long the store takes for each claim. */
public final class ClaimTimes {

    public static final Latencies LATENCIES = new Latencies();

    private ClaimTimes() {}

    /** The same store, with its claims timed. */
    public static JobStore timed(JobStore store) {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    long start = System.nanoTime();
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("claim")) {
                            LATENCIES.add(System.nanoTime() - start);
                        }
                    }
                });
    }
}
