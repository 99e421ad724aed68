package dev.windlass.examples.benchmarks;

/** Conducts a run; see run.sh. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        try (Conductor conductor = new Conductor(options)) {
            conductor.run();
        }
    }
}
