package dev.windlass.examples.demo.document;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** How much each code of an LZW stream (PDF 32000-1 section 7.4.4) stands for, without unpacking any. Not thread-safe. */
final class LzwSize {

    /** Instead of a size, when the stream is over, or damaged from here on. */
    static final int END = -1;

    private static final int CLEAR = 256;
    private static final int END_OF_DATA = 257;
    private static final int MOST_CODES = 4_096;

    private final InputStream in;
    private final int early;
    private final int[] sizes = new int[MOST_CODES];
    private int codes;
    private int previous;
    private int bits;
    private int bitCount;

    /** @param early whether codes grow one code sooner than they must: the stream's EarlyChange, true unless it says otherwise */
    LzwSize(InputStream in, boolean early) {
        this.in = in;
        this.early = early ? 1 : 0;
        Arrays.fill(sizes, 1);
        clear();
    }

    /** The number of bytes of the next code, or {@link #END}. */
    int next() throws IOException {
        int code = read(width());
        if (code == CLEAR) {
            clear();
            return 0;
        }
        boolean known = code >= 0 && code != END_OF_DATA && (code < codes || (code == codes && previous >= 0));
        if (!known) {
            return END;
        }
        if (previous >= 0 && codes < MOST_CODES) {
            sizes[codes++] = sizes[previous] + 1;
        }
        previous = code;
        return sizes[code];
    }

    private void clear() {
        codes = END_OF_DATA + 1;
        previous = END;
    }

    private int width() {
        int next = codes + early;
        return next >= 2_048 ? 12 : next >= 1_024 ? 11 : next >= 512 ? 10 : 9;
    }

    private int read(int width) throws IOException {
        while (bitCount < width) {
            int octet = in.read();
            if (octet < 0) {
                return END;
            }
            bits = (bits << 8 | octet) & 0xfffff;
            bitCount += 8;
        }
        bitCount -= width;
        return bits >> bitCount & ((1 << width) - 1);
    }
}
