package dev.windlass.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table of the report: which numbers it shows of each row. */
final class Table {

    private record Column(String title, Quantity quantity) {}

    private final String title;
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private String note = "";

    Table(String title, String name) {
        this.title = title;
        this.name = name;
    }

    Table column(String heading, String value) {
        return column(heading, Quantity.of(value));
    }

    Table column(String heading, Quantity quantity) {
        columns.add(new Column(heading, quantity));
        return this;
    }

    /** The value over that of another row in the same round. */
    Table ratioTo(String row, String value) {
        return column("ratio to " + row, Quantity.of(value).over(row));
    }

    Table note(String text) {
        note = text;
        return this;
    }

    /** As Markdown; empty when nothing was measured. */
    String render(Results results) {
        Map<String, List<Map<String, Double>>> rows = results.table(name);
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("### " + title + "\n\n");
        if (!note.isEmpty()) {
            out.append(note).append("\n\n");
        }
        out.append("| |");
        columns.forEach(column -> out.append(' ').append(column.title()).append(" |"));
        out.append("\n|---|");
        columns.forEach(column -> out.append("---|"));
        out.append('\n');
        for (String row : rows.keySet()) {
            out.append("| ").append(row).append(" |");
            columns.forEach(column -> out.append(' ')
                    .append(spread(column.quantity().of(rows, row)))
                    .append(" |"));
            out.append('\n');
        }
        return out.append('\n').toString();
    }

    /** The median, and behind it the smallest and the largest when there are several. */
    static String spread(List<Double> values) {
        if (values.isEmpty()) {
            return "–";
        }
        String median = number(Results.median(values));
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return values.size() == 1 ? median : median + " (" + number(min) + "–" + number(max) + ")";
    }

    /** Three digits that matter, thousands apart by a space. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1_000) {
            return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ');
        }
        if (size >= 100 || size == Math.rint(size)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (size >= 10) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return String.format(Locale.ROOT, size >= 1 ? "%.2f" : "%.3f", value);
    }
}
