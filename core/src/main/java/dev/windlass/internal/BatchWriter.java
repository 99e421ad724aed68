package dev.windlass.internal;

import dev.windlass.internal.GroupCommit.Completion;
import dev.windlass.job.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, repeats them while the store is away, finds the row to blame when one is refused, and tells each item's completion.
 * Thread-safe.
 */
final class BatchWriter<T, R> {

    private final String name;
    private final Function<List<T>, List<R>> write;
    private final Backpause pause;

    /** Something to be written, and who is told of it. */
    record Entry<T, R>(T item, int weight, Completion<R> completion) {}

    /** @param pause how long to wait, and whether to go on, after a transient failure */
    BatchWriter(String name, Function<List<T>, List<R>> write, Backpause pause) {
        this.name = name;
        this.write = write;
        this.pause = pause;
    }

    void writeNow(T item, Completion<R> completion) {
        R result;
        try {
            result = write.apply(List.of(item)).get(0);
        } catch (Throwable e) {
            // Once more, with all that a failure needs; every write can be repeated without harm.
            writeAll(List.of(new Entry<>(item, 0, completion)));
            return;
        }
        complete(completion, result);
    }

    void writeAll(List<Entry<T, R>> batch) {
        List<T> items = new ArrayList<>(batch.size());
        batch.forEach(entry -> items.add(entry.item()));
        long began = System.nanoTime();
        for (int failures = 0; ; ) {
            try {
                complete(batch, write.apply(items));
                return;
            } catch (StoreException e) {
                if (e.isTransient() && pause.afterFailure(++failures, began)) {
                    log().warn("{}: {} rows wait for the store: {}", name, items.size(), e.getMessage());
                } else {
                    split(batch, e);
                    return;
                }
            } catch (Throwable e) {
                log().error("{}: writing {} rows failed", name, items.size(), e);
                split(batch, new StoreException("The store failed", e, false));
                return;
            }
        }
    }

    /** Halves a batch that was refused until the row to blame fails alone. */
    private void split(List<Entry<T, R>> batch, StoreException failure) {
        if (batch.size() == 1 || failure.isTransient()) {
            batch.forEach(entry -> fail(entry.completion(), failure));
        } else {
            writeAll(batch.subList(0, batch.size() / 2));
            writeAll(batch.subList(batch.size() / 2, batch.size()));
        }
    }

    private void complete(List<Entry<T, R>> batch, List<R> results) {
        for (int i = 0; i < batch.size(); i++) {
            complete(batch.get(i).completion(), results.get(i));
        }
    }

    private void complete(Completion<R> completion, R result) {
        try {
            completion.done(result);
        } catch (Throwable e) {
            completionFailed(e);
        }
    }

    private void fail(Completion<R> completion, StoreException failure) {
        try {
            completion.failed(failure);
        } catch (Throwable e) {
            completionFailed(e);
        }
    }

    /** Not even an error, of a host's listener say, may end the only thread that writes. */
    private void completionFailed(Throwable thrown) {
        log().error("{}: a completion failed", name, thrown);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(BatchWriter.class);
    }
}
