package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.measure.Meter;
import dev.windlass.examples.benchmarks.measure.Output;

/** What jobs cost between two readings. */
final class Usage {

    private Usage() {}

    static void report(Meter.Reading start, Meter.Reading end, long jobs, Output out) {
        double jvm = (end.jvmCpu() - start.jvmCpu()) / 1e3 / jobs;
        double database = (end.databaseCpu() - start.databaseCpu()) / 1e3 / jobs;
        out.put("rate", jobs * 1e9 / (end.nanos() - start.nanos()));
        out.put("jvm-cpu", jvm);
        out.put("db-cpu", database);
        out.put("cpu", jvm + database);
        out.put("wal", (end.walBytes() - start.walBytes()) / (double) jobs);
    }
}
