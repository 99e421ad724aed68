package dev.windlass.http.server;

import dev.windlass.spi.JobStore;
import dev.windlass.store.jdbc.JdbcJobStore;
import dev.windlass.store.memory.MemoryJobStore;

/** Opens what {@code --store} names. Each store's module is optional, so none is touched before it is named. */
final class Stores {

    private Stores() {}

    /** @throws FlagException when there is no such store, or its module or driver is missing */
    static JobStore open(String store) {
        try {
            if (store.equals("memory")) {
                return new MemoryJobStore();
            }
            if (store.startsWith("jdbc:h2:") || store.startsWith("jdbc:postgresql:")) {
                return JdbcJobStore.open(store);
            }
        } catch (NoClassDefFoundError e) {
            throw new FlagException("--store " + scheme(store) + " needs a module that is not on the class path");
        }
        throw new FlagException("--store must be memory or a URL that begins with jdbc:h2: or jdbc:postgresql:, but is "
                + scheme(store));
    }

    /** Without what may be a password. */
    private static String scheme(String store) {
        int end = store.startsWith("jdbc:") ? store.indexOf(':', 5) : -1;
        return end < 0 ? store : store.substring(0, end) + ":…";
    }
}
