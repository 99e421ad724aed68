package dev.windlass.examples.demo.document;

import dev.windlass.job.RunContext;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** The text of a PDF, page by page. What a small file can unpack to is bounded, since anybody may send one. */
final class PdfText {

    private static final String FONT_CACHE = "pdfbox.fontcache";
    private static final long UNPACKED_IN_MEMORY = 32L << 20;
    private static final long UNPACKED_IN_ALL = 512L << 20;
    private static final int MAX_PAGES = 5_000;

    static {
        // The library keeps a list of this machine's fonts, by default in the user's home.
        if (System.getProperty(FONT_CACHE) == null) {
            System.setProperty(FONT_CACHE, System.getProperty("java.io.tmpdir"));
        }
    }

    private PdfText() {}

    static String of(byte[] bytes, RunContext context) throws DocumentException {
        try (PDDocument pdf = open(bytes)) {
            return read(pdf, context);
        } catch (BoundedStripper.TooLarge e) {
            throw Document.tooLarge();
        } catch (InvalidPasswordException e) {
            throw DocumentException.forGood("unreadable_document", "The PDF is locked by a password");
        } catch (IOException | IllegalArgumentException | StackOverflowError e) {
            // The library throws each of these for damaged files; none of them is better the next time.
            throw DocumentException.forGood("unreadable_document", "The PDF is damaged or too large when unpacked");
        }
    }

    private static PDDocument open(byte[] bytes) throws IOException {
        return Loader.loadPDF(
                bytes, "", null, null, MemoryUsageSetting.setupMixed(UNPACKED_IN_MEMORY, UNPACKED_IN_ALL).streamCache);
    }

    private static String read(PDDocument pdf, RunContext context) throws IOException, DocumentException {
        BoundedStripper stripper = new BoundedStripper(context);
        StringBuilder text = new StringBuilder();
        int pages = pdf.getNumberOfPages();
        if (pages > MAX_PAGES) {
            throw Document.tooLarge();
        }
        for (int page = 1; page <= pages; page++) {
            context.throwIfCancelled();
            context.message("Reading page " + page + " of " + pages);
            stripper.only(page);
            text.append(stripper.getText(pdf)).append("\n\n");
        }
        return text.toString();
    }
}
