package dev.windlass.examples.demo.document;

import dev.windlass.job.RunContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;

/**
 * Counts what a content stream unpacks to before the library unpacks it, since the library does so in memory and in one go: two
 * megabytes of packed spaces are two gigabytes. Heeds cancels. For one document; not thread-safe.
 */
final class UnpackedSize {

    private static final long MOST_OF_ONE = 64L << 20;
    private static final long MOST_IN_ALL = 512L << 20;

    /** A code of at least 12 bits can stand for 4 096 bytes. */
    private static final int LZW_FACTOR = 2_731;

    private static final int RUN_LENGTH_FACTOR = 64;
    /** Of ASCII 85, whose z is four zeros; others write more than they read. */
    private static final int OTHER_FACTOR = 4;

    private static final int PIECE = 64 * 1024;

    private final RunContext context;
    private long all;

    UnpackedSize(RunContext context) {
        this.context = context;
    }

    /** @throws BoundedStripper.TooLarge when it, or all that were counted so far, are too large */
    void count(COSStream stream) throws IOException {
        InputStream raw = stream.createRawInputStream();
        InputStream in = raw;
        long factor = 1;
        for (COSName filter : filters(stream)) {
            boolean flate = filter.equals(COSName.FLATE_DECODE) || filter.equals(COSName.FLATE_DECODE_ABBREVIATION);
            if (flate && factor == 1) {
                in = new InflaterInputStream(in);
            } else {
                factor = Math.min(MOST_IN_ALL, factor * factor(filter));
            }
        }
        try (raw) {
            count(in, factor);
        } catch (ZipException e) {
            // Damaged from here on: the library unpacks no more of it either.
        }
    }

    private void count(InputStream in, long factor) throws IOException {
        byte[] piece = new byte[PIECE];
        long size = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            context.throwIfCancelled();
            size += read * factor;
            all += read * factor;
            if (size > MOST_OF_ONE || all > MOST_IN_ALL) {
                throw new BoundedStripper.TooLarge();
            }
        }
    }

    private static long factor(COSName filter) {
        if (filter.equals(COSName.LZW_DECODE) || filter.equals(COSName.LZW_DECODE_ABBREVIATION)) {
            return LZW_FACTOR;
        }
        boolean runs =
                filter.equals(COSName.RUN_LENGTH_DECODE) || filter.equals(COSName.RUN_LENGTH_DECODE_ABBREVIATION);
        return runs ? RUN_LENGTH_FACTOR : OTHER_FACTOR;
    }

    private static List<COSName> filters(COSStream stream) {
        COSBase filters = stream.getFilters();
        List<COSName> names = new ArrayList<>();
        if (filters instanceof COSName name) {
            names.add(name);
        } else if (filters instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSName name) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
