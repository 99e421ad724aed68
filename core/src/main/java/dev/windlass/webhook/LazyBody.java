package dev.windlass.webhook;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A body that is rendered when first asked for: most events interest nobody. Thread-safe. */
final class LazyBody implements Supplier<byte[]> {

    private @Nullable Supplier<byte[]> renderer;
    private volatile byte @Nullable [] rendered;

    LazyBody(Supplier<byte[]> renderer) {
        this.renderer = renderer;
    }

    @Override
    public byte[] get() {
        byte[] bytes = rendered;
        return bytes == null ? renderOnce() : bytes;
    }

    private synchronized byte[] renderOnce() {
        byte[] bytes = rendered;
        if (bytes == null && renderer != null) {
            bytes = renderer.get();
            rendered = bytes;
            renderer = null;
        }
        if (bytes == null) {
            throw new IllegalStateException("The body was asked for while it was rendered");
        }
        return bytes;
    }

    /** Whether somebody has asked for it, which is to say: whether the event interests anybody. */
    boolean isRendered() {
        return rendered != null;
    }
}
