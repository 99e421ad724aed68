package dev.windlass.examples.demo.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** The text that a reader of an HTML page would read. */
final class HtmlText {

    private static final String NOT_READ = "script, style, noscript, template, nav, head, svg, iframe";

    private HtmlText() {}

    /** @param charset null to go by the page's own declaration, else UTF-8 */
    static String of(byte[] bytes, @Nullable Charset charset) throws DocumentException {
        try {
            String name = charset == null ? null : charset.name();
            Element page = Jsoup.parse(new ByteArrayInputStream(bytes), name, "");
            page.select(NOT_READ).remove();
            Collector collector = new Collector();
            page.traverse(collector);
            return collector.text.toString();
        } catch (IOException e) {
            throw DocumentException.forGood("unreadable_document", "The HTML cannot be read");
        }
    }

    /** Ends a paragraph after each block. */
    private static final class Collector implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                text.append(words.text());
            } else if (isBlock(node)) {
                text.append("\n\n");
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (isBlock(node)) {
                text.append("\n\n");
            }
        }

        private static boolean isBlock(Node node) {
            return node instanceof Element element
                    && (element.isBlock() || element.normalName().equals("br"));
        }
    }
}
