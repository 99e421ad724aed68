package dev.windlass.examples.demo.document;

import dev.windlass.job.RunContext;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType3CharProc;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

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
    private final UnpackedSize size;
    private long glyphs;
    private long glyphsBefore;
    private long operators;

    BoundedStripper(RunContext context) {
        this.context = context;
        this.size = new UnpackedSize(context);
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
    public void processPage(PDPage page) throws IOException {
        Iterator<PDStream> contents = page.getContentStreams();
        while (contents.hasNext()) {
            size.count(contents.next().getCOSObject());
        }
        super.processPage(page);
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        size.count(form.getCOSObject());
        super.showForm(form);
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
        size.count(group.getCOSObject());
        super.showTransparencyGroup(group);
    }

    @Override
    protected void showType3Glyph(Matrix matrix, PDType3Font font, int code, Vector displacement) throws IOException {
        PDType3CharProc glyph = font.getCharProc(code);
        if (glyph != null) {
            size.count(glyph.getCOSObject());
        }
        super.showType3Glyph(matrix, font, code, displacement);
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
