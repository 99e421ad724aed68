package dev.windlass.examples.demo.document;

import dev.windlass.job.RunContext;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Strips text, but only so much: a small file can unpack to gigabytes of glyphs, and the library holds all glyphs of a page. Heeds cancels
 * within a page, too.
 */
final class BoundedStripper extends PDFTextStripper {

    private static final int MAX_GLYPHS_OF_A_PAGE = 500_000;
    private static final int MAX_GLYPHS = 20_000_000;
    private static final int OPERATORS_BETWEEN_LOOKS = 1_024;

    /** What is thrown where the library lets nothing checked pass. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("Too many glyphs");
        }
    }

    private final RunContext context;
    private long glyphs;
    private long glyphsBefore;
    private long operators;

    BoundedStripper(RunContext context) {
        this.context = context;
        // A heading has no full stop; only the gap below it ends its sentence.
        setParagraphEnd("\n\n");
    }

    /** To be called before each page. */
    void only(int page) {
        glyphsBefore = glyphs;
        setStartPage(page);
        setEndPage(page);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        if (++operators % OPERATORS_BETWEEN_LOOKS == 0) {
            context.throwIfCancelled();
        }
        super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition text) {
        if (++glyphs > MAX_GLYPHS || glyphs - glyphsBefore > MAX_GLYPHS_OF_A_PAGE) {
            throw new TooLarge();
        }
        super.processTextPosition(text);
    }
}
