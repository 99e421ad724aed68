package dev.windlass;

import dev.windlass.job.WindlassException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Blocks until something that is watched is known. */
final class Waiting {

    private Waiting() {}

    static <T> T join(CompletableFuture<T> watched) throws InterruptedException {
        try {
            return watched.get();
        } catch (InterruptedException e) {
            watched.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WindlassException known ? known : new IllegalStateException(e.getCause());
        }
    }
}
