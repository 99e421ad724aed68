package dev.windlass.http.surface;

import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one byte range that is asked for (RFC 9110 section 14). Several ranges, or another unit, are answered with everything, as the RFC
 * allows.
 *
 * @param from first byte
 * @param length how many
 * @param size of everything
 */
record Range(long from, long length, long size, boolean whole) {

    private static final Pattern SINGLE = Pattern.compile("bytes *= *([0-9]{0,18})-([0-9]{0,18})");

    /** @throws ProblemException 416 when it starts after the end */
    static Range of(ApiRequest request, String tag, long size) {
        String header = request.header("Range");
        String ifRange = request.header("If-Range");
        Matcher single = SINGLE.matcher(header == null ? "" : header);
        boolean current = ifRange == null || ifRange.equals(tag);
        if (!current
                || !single.matches()
                || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
            return new Range(0, size, size, true);
        }
        return of(single.group(1), single.group(2), size);
    }

    private static Range of(String first, String last, long size) {
        long from = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long to = first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        if (!first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < from) {
            return new Range(0, size, size, true);
        }
        if (from >= size) {
            throw Problem.of(ProblemCode.RANGE_NOT_SATISFIABLE, "The artifact has " + size + " bytes")
                    .header("Content-Range", "bytes */" + size)
                    .exception();
        }
        return new Range(from, to - from + 1, size, false);
    }

    String header() {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }

    /** The stream, which begins at {@link #from}, until the range ends. */
    InputStream cut(InputStream stream) {
        return whole ? stream : new Cut(stream, length);
    }

    private static final class Cut extends FilterInputStream {

        private long left;

        Cut(InputStream stream, long length) {
            super(stream);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int value = left > 0 ? super.read() : -1;
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = left > 0 ? super.read(into, offset, (int) Math.min(length, left)) : -1;
            left -= Math.max(count, 0);
            return count;
        }
    }
}
