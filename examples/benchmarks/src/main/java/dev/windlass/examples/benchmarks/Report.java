package dev.windlass.examples.benchmarks;

/** The whole output: the machine, then the tables. */
final class Report {

    private final Plan plan;
    private final Options options;

    Report(Plan plan, Options options) {
        this.plan = plan;
        this.options = options;
    }

    String render(Results results, long seconds, String database) {
        StringBuilder out = new StringBuilder();
        out.append("Machine: ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors, ");
        out.append(System.getProperty("os.name")).append(", Java ").append(System.getProperty("java.version"));
        out.append(database.isEmpty() ? "" : ", " + database).append(". ");
        out.append(options.rounds())
                .append(options.rounds() == 1 ? " round, scale " : " rounds, scale ")
                .append(Table.number(options.scale()));
        out.append(", ").append(seconds).append(" s. Medians (min–max).\n\n");
        plan.tables().forEach(table -> out.append(table.render(results)));
        return out.append(targets(results)).toString();
    }

    private String targets(Results results) {
        StringBuilder out = new StringBuilder("### Targets\n\n| | to reach | reached | |\n|---|---|---|---|\n");
        plan.targets().forEach(target -> out.append(target.render(results)));
        return out.toString();
    }
}
