package dev.windlass.json;

import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunError;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Parts of the other views for those who need them on their own. */
public final class PartViews {

    private PartViews() {}

    /** The error object. */
    public static Json error(RunError error) {
        return new Json(new String(JsonOut.object(out -> Parts.errorMembers(out, error)), StandardCharsets.UTF_8));
    }

    /** The member {@code retry_policy}. */
    public static void retryPolicy(JsonOut out, @Nullable RetryPolicy policy) {
        Parts.retryPolicy(out, policy);
    }
}
