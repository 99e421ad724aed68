package dev.windlass.examples.benchmarks.scenario;

/** How much of the heap is in use. */
final class Heap {

    private Heap() {}

    static double usedMegabytes() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }
}
