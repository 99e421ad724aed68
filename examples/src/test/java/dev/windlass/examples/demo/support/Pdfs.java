package dev.windlass.examples.demo.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Writes plain PDFs; the bundled report was made with it from {@code large-report.txt}. */
public final class Pdfs {

    private static final int LINE_LENGTH = 90;

    private Pdfs() {}

    /** One page for each part of the text that a blank line ends. */
    public static byte[] of(String text) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            return write(pdf, text);
        }
    }

    /** The same, locked by a password. */
    public static byte[] locked(String text, String password) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            pdf.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
            return write(pdf, text);
        }
    }

    /** One page whose content is this so many times, packed. */
    public static byte[] repeating(String content, int times) throws IOException {
        return repeating(content, times, COSName.FLATE_DECODE);
    }

    /** The same, packed by these filters. */
    public static byte[] repeating(String content, int times, COSName... filters) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            PDResources resources = new PDResources();
            resources.put(COSName.getPDFName("F1"), new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN));
            page.setResources(resources);
            PDStream stream = new PDStream(pdf);
            try (OutputStream out = stream.getCOSObject().createOutputStream(filters(filters))) {
                for (int i = 0; i < times; i++) {
                    out.write(content.getBytes(StandardCharsets.US_ASCII));
                }
            }
            page.setContents(stream);
            return save(pdf);
        }
    }

    /** One page of spaces, packed as small as LZW can: each code is one longer than the last, until the longest stands for all. */
    public static byte[] spacesByLzw(int codes) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            PDStream stream = new PDStream(pdf);
            stream.getCOSObject().setItem(COSName.FILTER, COSName.LZW_DECODE);
            try (OutputStream out = stream.getCOSObject().createRawOutputStream()) {
                StringBuilder bits = new StringBuilder("100000000000100000");
                for (int code = 258; code < 258 + codes; code++) {
                    int width = code >= 2_047 ? 12 : code >= 1_023 ? 11 : code >= 511 ? 10 : 9;
                    bits.append(Integer.toBinaryString(1 << width | Math.min(code, 4_095))
                            .substring(1));
                }
                for (int i = 0; i + 8 <= bits.length(); i += 8) {
                    out.write(Integer.parseInt(bits.substring(i, i + 8), 2));
                }
            }
            page.setContents(stream);
            return save(pdf);
        }
    }

    private static COSArray filters(COSName... filters) {
        COSArray array = new COSArray();
        for (COSName filter : filters) {
            array.add(filter);
        }
        return array;
    }

    private static byte[] write(PDDocument pdf, String text) throws IOException {
        for (String part : text.split("\n\n", -1)) {
            addPage(pdf, part);
        }
        return save(pdf);
    }

    private static byte[] save(PDDocument pdf) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pdf.save(out);
        return out.toByteArray();
    }

    private static void addPage(PDDocument pdf, String text) throws IOException {
        PDPage page = new PDPage();
        pdf.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
            content.beginText();
            content.setFont(new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN), 12);
            content.setLeading(16);
            content.newLineAtOffset(72, 720);
            for (String line : lines(text)) {
                content.showText(line);
                content.newLine();
            }
            content.endText();
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.lines().toList()) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", -1)) {
                if (line.length() + word.length() > LINE_LENGTH) {
                    lines.add(line.toString().strip());
                    line.setLength(0);
                }
                line.append(word).append(' ');
            }
            lines.add(line.toString().strip());
            lines.add("");
        }
        return lines;
    }
}
