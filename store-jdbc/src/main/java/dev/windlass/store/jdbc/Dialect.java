package dev.windlass.store.jdbc;

/** Where the two databases differ besides the statements of the hot path, which have classes of their own. */
enum Dialect {
    H2("h2"),
    POSTGRESQL("postgresql");

    private final String folder;

    Dialect(String folder) {
        this.folder = folder;
    }

    /** The folder of its SQL files, beside this class. */
    String folder() {
        return folder;
    }

    /** Whether several processes can use the database at once. */
    boolean isShared() {
        return this == POSTGRESQL;
    }

    /** Ends a query of rows that are to be changed: those that another transaction is changing are passed over. */
    String lockFree() {
        return isShared() ? " FOR UPDATE SKIP LOCKED" : "";
    }

    /**
     * What the index over the next delivery of all is on. On PostgreSQL an expression that nothing else asks for: over the bare column it was
     * taken for single lanes too, and then one claim read the backlogs of all others.
     */
    String nextDelivery() {
        return this == POSTGRESQL ? "next_at + 0" : "next_at";
    }

    /** @param product as the driver's metadata names it */
    static Dialect of(String product) {
        if (product.equals("H2")) {
            return H2;
        } else if (product.equals("PostgreSQL")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException(
                "Windlass runs on PostgreSQL and H2; the JDBC URL leads to " + product + ", which it does not know");
    }
}
