package dev.windlass.internal;

import dev.windlass.internal.artifact.InvalidArtifact;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Json;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunStatus;
import dev.windlass.job.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Turns a result that is too large to be kept with its run into the artifact {@code result}. Thread-safe. */
final class LargeResults {

    private static final String NAME = "result";

    private final int inlineBytes;
    private final AttemptContext.ArtifactSink artifacts;

    LargeResults(int inlineBytes, AttemptContext.ArtifactSink artifacts) {
        this.inlineBytes = inlineBytes;
        this.artifacts = artifacts;
    }

    Verdict fit(Attempt attempt, Verdict verdict) {
        Json result = verdict.result();
        // A char is at most three bytes of UTF-8, so that small results, which are nearly all, are not encoded to be
        // measured.
        if (result == null || result.text().length() * 3L <= inlineBytes) {
            return verdict;
        }
        byte[] bytes = result.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= inlineBytes) {
            return verdict;
        }
        try (OutputStream out = artifacts.open(attempt, NAME, "application/json")) {
            out.write(bytes);
        } catch (IOException | InvalidArtifact e) {
            String message = e.getMessage() == null ? "The result could not be kept" : e.getMessage();
            return Verdict.failed("result_too_large", message, ErrorKind.APPLICATION, Verdict.Retry.NEVER);
        } catch (StoreException | RunCancelledException e) {
            // The attempt has ended, so that nobody else would write its end: this waits for the store, or is refused
            // as stale.
            return Verdict.failed(
                    "result_not_kept",
                    "The store failed while it took the result",
                    ErrorKind.INFRASTRUCTURE,
                    Verdict.Retry.AFTER_BACKOFF);
        }
        return new Verdict(RunStatus.COMPLETED, null, null, verdict.warnings());
    }
}
