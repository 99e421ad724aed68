package dev.windlass.examples.demo.document;

import dev.windlass.job.RunContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * Counts what a content stream unpacks to before the library unpacks it, since the library does so in memory and in one go: two
 * megabytes of packed spaces are two gigabytes. Heeds cancels. For one document; not thread-safe.
 */
final class UnpackedSize {

    private static final long MOST_OF_ONE = 64L << 20;
    private static final long MOST_IN_ALL = 512L << 20;

    private static final List<String> FLATE = List.of("FlateDecode", "Fl");
    private static final List<String> LZW = List.of("LZWDecode", "LZW");
    private static final List<String> TEXT = List.of("ASCII85Decode", "A85", "ASCIIHexDecode", "AHx");

    /** Of what unpacks what was unpacked, so that it cannot be counted: 12 bits of LZW can stand for 4 096 bytes, more than others can. */
    private static final long MOST_OF_A_BYTE = 2_731;

    private static final int RUN_LENGTH_FACTOR = 64;
    private static final int PIECE = 64 * 1024;

    private final RunContext context;
    private long all;

    UnpackedSize(RunContext context) {
        this.context = context;
    }

    /** @throws BoundedStripper.TooLarge when it, or all that were counted so far, are too large */
    void count(COSStream stream) throws IOException {
        PDStream packed = new PDStream(stream);
        List<String> filters =
                packed.getFilters().stream().map(COSName::getName).toList();
        int first = 0;
        while (first < filters.size() && TEXT.contains(filters.get(first))) {
            first++;
        }
        long factor = 1;
        for (int i = first + 1; i < filters.size(); i++) {
            factor = Math.min(MOST_IN_ALL, factor * MOST_OF_A_BYTE);
        }
        // Text unpacks to at most four times its size, so the library may do that.
        try (InputStream in =
                packed.createInputStream(first < filters.size() ? filters.subList(first, first + 1) : List.of())) {
            String filter = first < filters.size() ? filters.get(first) : "";
            if (LZW.contains(filter)) {
                count(new LzwSize(new BufferedInputStream(in), isEarly(stream, first)), factor);
            } else if (FLATE.contains(filter)) {
                count(new InflaterInputStream(in), factor);
            } else {
                count(in, filter.isEmpty() ? 1 : factor * RUN_LENGTH_FACTOR);
            }
        } catch (ZipException e) {
            // Damaged from here on: the library unpacks no more of it either.
        }
    }

    private static boolean isEarly(COSStream stream, int filter) {
        COSBase parameters = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        COSBase own =
                parameters instanceof COSArray array && filter < array.size() ? array.getObject(filter) : parameters;
        return !(own instanceof COSDictionary dictionary) || dictionary.getInt(COSName.EARLY_CHANGE, 1) != 0;
    }

    private void count(InputStream in, long factor) throws IOException {
        byte[] piece = new byte[PIECE];
        long size = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            context.throwIfCancelled();
            size = grown(size, read * factor);
        }
    }

    private void count(LzwSize codes, long factor) throws IOException {
        long size = 0;
        int looks = 0;
        for (int read = codes.next(); read != LzwSize.END; read = codes.next()) {
            if (++looks % PIECE == 0) {
                context.throwIfCancelled();
            }
            size = grown(size, read * factor);
        }
    }

    private long grown(long size, long by) {
        all += by;
        if (size + by > MOST_OF_ONE || all > MOST_IN_ALL) {
            throw new BoundedStripper.TooLarge();
        }
        return size + by;
    }
}
