package dev.windlass.examples.benchmarks;

final class Main {
    private Main() {}
}
