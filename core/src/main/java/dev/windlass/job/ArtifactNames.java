package dev.windlass.job;

import java.util.regex.Pattern;

/** Which artifact names are safe in a URL path, a header and a file system. */
public final class ArtifactNames {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    private ArtifactNames() {}

    /** Letters, digits, {@code . _ -}, at most 100, not starting with {@code .} or {@code -}, without {@code ..}. */
    public static boolean isSafe(String name) {
        return SAFE.matcher(name).matches() && !name.contains("..");
    }
}
