package dev.windlass.examples.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Which figures are measured, the tables that they go into, and what is to be reached. */
final class Plan {

    /**
     * Every scenario by the name that {@code --scenarios} takes. One more takes a method here that adds its table, figures and targets, and
     * its {@code Scenario} in {@code Worker}.
     */
    private static final Map<String, Consumer<Plan>> SCENARIOS = scenarios();

    /**
     * A figure, and where it goes.
     *
     * @param suffix of its values' names, for a row that several figures share
     * @param onceOnly measured in the first round only, because it is long
     */
    record Entry(String table, Figure figure, String suffix, boolean onceOnly) {}

    private final Options options;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    /** @throws IllegalArgumentException when a scenario is asked for that there is not */
    Plan(Options options) {
        this.options = options;
        for (String name : options.scenarios()) {
            if (!SCENARIOS.containsKey(name)) {
                throw new IllegalArgumentException("No scenario " + name + "; there are " + SCENARIOS.keySet());
            }
        }
        SCENARIOS.forEach((name, scenario) -> {
            if (options.wants(name)) {
                scenario.accept(this);
            }
        });
    }

    private static Map<String, Consumer<Plan>> scenarios() {
        Map<String, Consumer<Plan>> all = new LinkedHashMap<>();
        all.put("drain", Throughput::drain);
        all.put("submit", Throughput::submit);
        all.put("backlog", Growth::backlog);
        all.put("history", Growth::history);
        all.put("million", Growth::million);
        all.put("latency", Promptness::latency);
        all.put("due", Promptness::due);
        all.put("fires", Promptness::fires);
        all.put("pinned", Promptness::pinned);
        all.put("webhooks", Telling::webhooks);
        all.put("idle", Footprint::idle);
        all.put("startup", Footprint::startup);
        all.put("http", OverHttp::http);
        return all;
    }

    Options options() {
        return options;
    }

    List<Entry> entries() {
        return entries;
    }

    List<Table> tables() {
        return tables;
    }

    List<Target> targets() {
        return targets;
    }

    void table(Table table) {
        tables.add(table);
    }

    void target(Target target) {
        targets.add(target);
    }

    /** Measures a figure in each round; its row is its label. */
    void add(String table, Figure figure) {
        add(table, figure, "");
    }

    /** One of several figures that share a row. */
    void add(String table, Figure figure, String suffix) {
        add(new Entry(table, figure, suffix, false));
    }

    /** Measures a long figure in the first round only. */
    void addOnce(String table, Figure figure) {
        add(new Entry(table, figure, "", true));
    }

    private void add(Entry entry) {
        if (options.wantsContender(entry.figure().contender())) {
            entries.add(entry);
        }
    }
}
