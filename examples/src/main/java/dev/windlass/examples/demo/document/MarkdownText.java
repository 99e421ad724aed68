package dev.windlass.examples.demo.document;

import java.util.List;
import java.util.regex.Pattern;

/** Takes the markup out of Markdown: enough for counting and quoting, not a parser. */
final class MarkdownText {

    private record Rule(Pattern pattern, String replacement) {
        Rule(String pattern, String replacement) {
            this(Pattern.compile(pattern, Pattern.MULTILINE), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("^ {0,3}(?:```|~~~).*$", ""),
            new Rule("^ {0,3}#{1,6} ++(.*)$", "$1\n"),
            new Rule("^ {0,3}(?:[-*_] *+){3,}+$", ""),
            new Rule("^ {0,3}(?:=+|-+) *$", "\n"),
            new Rule("^ *(?:[-*+]|\\d{1,9}[.)]) +", "\n"),
            new Rule("^ {0,3}> ?", ""),
            new Rule("!?\\[([^\\]\\n]{0,200})]\\([^)\\n]{0,500}\\)", "$1"),
            new Rule("<(https?://[^>\\s]{1,500})>", "$1"),
            new Rule("(\\*\\*|__)(?=\\S)(.{1,200}?)\\1", "$2"),
            new Rule("(?<!\\w)([*_])(?=\\S)([^*_\\n]{1,200})\\1(?!\\w)", "$2"),
            new Rule("`([^`\\n]{1,200})`", "$1"));

    private MarkdownText() {}

    static String of(String markdown) {
        String text = markdown;
        for (Rule rule : RULES) {
            text = rule.pattern().matcher(text).replaceAll(rule.replacement());
        }
        return text;
    }
}
