package dev.windlass.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of the report: which values it shows, and against which row. */
final class Table {

    /** A column: a measured value, or its ratio to the reference row. */
    private record Column(String title, String value, boolean ratio) {}

    private final String title;
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private @Nullable String reference;
    private String note = "";

    Table(String title, String name) {
        this.title = title;
        this.name = name;
    }

    String name() {
        return name;
    }

    Table column(String heading, String value) {
        columns.add(new Column(heading, value, false));
        return this;
    }

    /** The value over that of the reference row in the same round. */
    Table ratio(String heading, String value) {
        columns.add(new Column(heading, value, true));
        return this;
    }

    Table reference(String row) {
        reference = row;
        return this;
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
        List<Map<String, Double>> base = reference == null ? List.of() : rows.getOrDefault(reference, List.of());
        rows.forEach((row, rounds) -> {
            out.append("| ").append(row).append(" |");
            columns.forEach(
                    column -> out.append(' ').append(cell(column, rounds, base)).append(" |"));
            out.append('\n');
        });
        return out.append('\n').toString();
    }

    private static String cell(Column column, List<Map<String, Double>> rounds, List<Map<String, Double>> base) {
        List<Double> values =
                column.ratio() ? Results.ratios(rounds, base, column.value()) : Results.column(rounds, column.value());
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
        if (size >= 100 || size == 0) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (size >= 10) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return String.format(Locale.ROOT, size >= 1 ? "%.2f" : "%.3f", value);
    }
}
