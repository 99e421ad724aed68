package dev.windlass.store.jdbc;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query found.
 *
 * @param list of all rows, in their order
 */
record Found<T extends @Nullable Object>(List<T> list) {

    /** @throws IllegalStateException unless there is just one row */
    T one() {
        if (list.size() != 1) {
            throw new IllegalStateException("There are " + list.size() + " rows instead of one");
        }
        return list.get(0);
    }

    /** @throws IllegalStateException when there are several rows */
    Optional<T> findOne() {
        return list.isEmpty() ? Optional.empty() : Optional.ofNullable(one());
    }

    Set<T> set() {
        return new HashSet<>(list);
    }
}
