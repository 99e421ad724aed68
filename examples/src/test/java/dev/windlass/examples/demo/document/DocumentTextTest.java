package dev.windlass.examples.demo.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.examples.demo.support.Pdfs;
import dev.windlass.job.RunCancelledException;
import dev.windlass.testing.RecordingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.pdfbox.cos.COSName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTextTest {

    private final RecordingContext context = new RecordingContext();

    @Test
    void readsPlainTextInItsCharset() throws Exception {
        assertThat(text("a.txt", null, "Größe")).isEqualTo("Größe");
        assertThat(text("a.txt", null, "\uFEFFGröße")).isEqualTo("Größe");
        Document latin =
                new Document("a", "text/plain; charset=ISO-8859-1", "Größe".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(DocumentText.of(latin, context)).isEqualTo("Größe");
        assertThat(text("a", "text/plain; charset=no-such", "Größe")).isEqualTo("Größe");
    }

    @Test
    void readsMarkdownWithoutItsMarkup() throws Exception {
        String markdown =
                "# Title #\n\nSome *very* **bold** [words](http://x.example/a) and `code`.\n\n- one\n- two\n\n> said\n\n```java\nint x;\n```\n\n---\n";
        assertThat(text("a.md", "text/plain", markdown).replaceAll("\\s+", " ").strip())
                .isEqualTo("Title # Some very bold words and code. one two said int x;");
    }

    @Test
    void readsHtmlAsAReaderWould() throws Exception {
        String html = "<html><head><title>No</title><style>p{}</style></head><body><nav>No</nav><h1>One &amp; two</h1>"
                + "<p>Three <b>four</b>.</p><ul><li>Five</li><li>Six</li></ul><script>no()</script></body></html>";
        assertThat(text("", "text/html", html).replaceAll("\\s+", " ").strip())
                .isEqualTo("One & two Three four. Five Six");
        assertThat(text("", "text/html", html)).containsPattern("two\\s*\\n\\s*\\n\\s*Three");
    }

    @Test
    void readsPdfPageByPage() throws Exception {
        byte[] pdf = Pdfs.of("The first page.\n\nThe second page.");
        assertThat(DocumentText.of(new Document("a.pdf", null, pdf), context))
                .contains("The first page.", "The second page.");
        assertThat(context.messages()).containsExactly("Reading page 1 of 2", "Reading page 2 of 2");
    }

    @Test
    void stopsReadingAPdfWhenItIsCancelled() throws Exception {
        byte[] pdf = Pdfs.of("One page.");
        context.cancel();
        assertThatThrownBy(() -> DocumentText.of(new Document("a.pdf", null, pdf), context))
                .isInstanceOf(RunCancelledException.class);
    }

    @Test
    void aPdfThatUnpacksToFarMoreThanItsSizeIsRefusedForGood() throws Exception {
        byte[] bomb = Pdfs.repeating("BT /F1 12 Tf (" + "a".repeat(1_000) + ") Tj ET\n", 2_000);
        assertThat(bomb.length).isLessThan(50_000);
        assertFailsForGood("document_too_large", new Document("a.pdf", null, bomb));
    }

    @Test
    @Timeout(30)
    void aPageOfPackedSpacesIsRefusedBeforeItIsUnpacked() throws Exception {
        byte[] bomb = Pdfs.repeating(" ".repeat(1 << 20), 300);
        assertThat(bomb.length).isLessThan(400_000);
        assertFailsForGood("document_too_large", new Document("a.pdf", null, bomb));
    }

    @Test
    void aPageOfOrdinaryTextMayBePackedByLzw() throws Exception {
        StringBuilder content = new StringBuilder();
        Random random = new Random(1);
        for (int line = 0; line < 1_500; line++) {
            content.append("BT /F1 12 Tf (")
                    .append(random.nextLong())
                    .append(random.nextLong())
                    .append(") Tj ET\n");
        }
        for (COSName[] filters : new COSName[][] {
            {COSName.LZW_DECODE}, {COSName.ASCII85_DECODE, COSName.LZW_DECODE}, {COSName.ASCII85_DECODE}
        }) {
            byte[] pdf = Pdfs.repeating(content.toString(), 1, filters);
            assertThat(pdf.length).isGreaterThan(30_000);
            assertThat(DocumentText.of(new Document("a.pdf", null, pdf), context))
                    .containsPattern("[0-9]{18}");
        }
    }

    @Test
    @Timeout(30)
    void aPageOfSpacesThatLzwPackedIsRefused() throws Exception {
        byte[] small = Pdfs.spacesByLzw(4_000);
        assertFailsForGood("empty_document", new Document("a.pdf", null, small));
        byte[] bomb = Pdfs.spacesByLzw(30_000);
        assertThat(bomb.length).isLessThan(50_000);
        assertFailsForGood("document_too_large", new Document("a.pdf", null, bomb));
    }

    @Test
    void aCancelIsHeededWhileAPageIsCounted() throws Exception {
        byte[] blank = Pdfs.repeating(" ".repeat(1 << 20), 40);
        context.cancelAfterMessages(1);
        assertThatThrownBy(() -> DocumentText.of(new Document("a.pdf", null, blank), context))
                .isInstanceOf(RunCancelledException.class);
    }

    @Test
    void aCancelIsHeededWithinAPage() throws Exception {
        byte[] busy = Pdfs.repeating("0 0 m 1 1 l S\n", 100_000);
        context.cancelAfterMessages(1);
        assertThatThrownBy(() -> DocumentText.of(new Document("a.pdf", null, busy), context))
                .isInstanceOf(RunCancelledException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "report.pdf,,PDF",
        "report.PDF,application/octet-stream,PDF",
        "report,application/pdf,PDF",
        "page,text/html; charset=utf-8,HTML",
        "notes.md,text/plain,MARKDOWN",
        "notes.md,text/html,HTML",
        "notes.txt,,TEXT",
        "notes,TEXT/PLAIN,TEXT",
    })
    void theDeclaredTypeDecidesThenTheName(String name, @Nullable String type, Format format) throws Exception {
        assertThat(Format.of(new Document(name, type, new byte[0]))).isEqualTo(format);
    }

    @Test
    void aPdfIsKnownByItsFirstBytesWhenNobodySaysWhatItIs() throws Exception {
        assertThat(Format.of(new Document("download", null, Pdfs.of("x")))).isEqualTo(Format.PDF);
    }

    @ParameterizedTest
    @CsvSource({"photo.png,image/png", "archive.zip,", "unknown,", "data.json,application/json", "a.md,image/png"})
    void anotherTypeIsRefusedForGood(String name, @Nullable String type) {
        assertFailsForGood("unsupported_document_type", new Document(name, type, new byte[] {1, 2, 3}));
    }

    @Test
    void damagedDocumentsAreRefusedForGood() throws Exception {
        byte[] pdf = Pdfs.of("A page.");
        assertFailsForGood("unreadable_document", new Document("a.pdf", null, Arrays.copyOf(pdf, 40)));
        assertFailsForGood(
                "unreadable_document", new Document("a.pdf", null, "no pdf".getBytes(StandardCharsets.UTF_8)));
        assertFailsForGood("unreadable_document", new Document("a.pdf", null, Pdfs.locked("A page.", "secret")));
        assertFailsForGood("unreadable_document", new Document("a.txt", null, new byte[] {65, 0, 66}));
        assertFailsForGood("empty_document", new Document("a.txt", null, " \n".getBytes(StandardCharsets.UTF_8)));
        assertFailsForGood("empty_document", new Document("a.pdf", null, Pdfs.of("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**a", "[", "- ", "# ", "#", "`", "_ ", "[](", "<http://", "    ", "* * "})
    void noMarkdownTakesLongOrOverflowsTheStack(String repeated) {
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> MarkdownText.of(repeated.repeat(60_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>", "<b>x", "<table><td>", "&amp;", "<!--"})
    void noHtmlTakesLongOrOverflowsTheStack(String repeated) {
        byte[] html = repeated.repeat(20_000).getBytes(StandardCharsets.UTF_8);
        Assertions.assertTimeout(Duration.ofSeconds(60), () -> HtmlText.of(html, null));
    }

    private String text(String name, @Nullable String type, String content) throws Exception {
        return DocumentText.of(new Document(name, type, content.getBytes(StandardCharsets.UTF_8)), context);
    }

    private void assertFailsForGood(String code, Document document) {
        assertThatThrownBy(() -> DocumentText.of(document, context))
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        e -> assertThat(e.asResult())
                                .extracting("code", "retriable")
                                .containsExactly(code, false));
    }
}
