package dev.windlass.examples.benchmarks.measure;

import java.util.Locale;

/** Tells the conductor a measured value: a line on standard output. */
public final class Output {

    public static final String MARK = "@figure ";

    public void put(String name, double value) {
        System.out.println(MARK + name + " " + String.format(Locale.ROOT, "%.6f", value));
    }
}
