package dev.windlass.tck.schedule;

import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.Set;

/** A store whose calls now and then fail, before they took effect or, which the caller cannot tell, after it. */
final class FlakyStore {

    private static final Set<String> RISKY =
            Set.of("dueSchedules", "fire", "liveJobsOf", "list", "replace", "find", "findAll");

    private FlakyStore() {}

    /** @param percent how many of the calls fail */
    static JobStore over(JobStore store, Random random, int percent) {
        return (JobStore) Proxy.newProxyInstance(
                FlakyStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    boolean fails = RISKY.contains(method.getName()) && random.nextInt(100) < percent;
                    if (fails && random.nextBoolean()) {
                        throw outage();
                    }
                    try {
                        Object answer = method.invoke(store, args);
                        if (fails) {
                            throw outage();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static StoreException outage() {
        return new StoreException("connection lost", new IllegalStateException(), true);
    }
}
