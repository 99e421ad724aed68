package dev.windlass.examples.demo.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that ship inside the jar: named relative to a class, or from the root; a jar knows no {@code ..}. */
public final class Resources {

    private Resources() {}

    /** The bytes of a resource; null when there is none. */
    public static byte @Nullable [] bytes(Class<?> owner, String path) {
        try (InputStream in = owner.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the bundled " + path, e);
        }
    }

    /** The lines of a UTF-8 resource, without blank ones and those that start with {@code #}. */
    public static List<String> lines(Class<?> owner, String path) {
        return text(owner, path)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** A UTF-8 resource. @throws IllegalStateException when there is none */
    public static String text(Class<?> owner, String path) {
        byte[] bytes = bytes(owner, path);
        if (bytes == null) {
            throw new IllegalStateException("Not bundled: " + path);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
