package dev.windlass.http.surface;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How one surface shows a job or a run. */
interface Face<T> {

    /** Where it is, path-absolute: the seed's Python client appends it to its base URL. */
    String location(T thing);

    /** A strong entity tag, quotes included, made without rendering. */
    String tag(T thing);

    byte[] body(T thing);

    /** Whether nothing can change any more. */
    boolean ended(T thing);

    /** When what the client waits for began. */
    Instant since(T thing);

    /** When it will look different although nobody changes it; null when it will not. */
    default @Nullable Instant changesByItself(T thing) {
        return null;
    }
}
