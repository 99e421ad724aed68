package dev.windlass.examples.benchmarks;

import dev.windlass.examples.benchmarks.Figure.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the plan in rounds, each figure once a round, so that a slow minute of the machine hits all of them. */
final class Conductor implements AutoCloseable {

    private final Options options;
    private final Plan plan;
    private final Path directory;
    private final ChildJvm children;
    private final Results results = new Results();
    private @Nullable PostgresServer postgres;
    private int files;

    Conductor(Options options) throws IOException {
        this.options = options;
        this.plan = new Plan(options);
        Files.createDirectories(options.directory());
        this.directory = Files.createTempDirectory(options.directory().toAbsolutePath(), "run");
        this.children = new ChildJvm(directory.resolveSibling(directory.getFileName() + ".log"), 900);
    }

    void run() throws Exception {
        long start = System.nanoTime();
        for (int round = 0; round < options.rounds(); round++) {
            for (Plan.Entry entry : plan.entries()) {
                if (round == 0 || !entry.onceOnly()) {
                    results.add(
                            entry.table(),
                            entry.figure().label(),
                            entry.suffix(),
                            round,
                            measure(entry.figure(), round));
                }
            }
        }
        System.out.println(
                new Report(plan, options).render(results, (System.nanoTime() - start) / 1_000_000_000L, version()));
    }

    private Map<String, Double> measure(Figure figure, int round) throws Exception {
        long start = System.nanoTime();
        Map<String, Double> values = Results.medians(repeat(figure));
        System.err.printf(
                "round %d, %s on %s, %s: %s (%d s)%n",
                round + 1,
                figure.scenario(),
                figure.place(),
                figure.label(),
                values.isEmpty() ? "FAILED" : values,
                (System.nanoTime() - start) / 1_000_000_000L);
        return values;
    }

    /** Each time in a fresh place, unless that is to be prepared. */
    private List<Map<String, Double>> repeat(Figure figure) throws Exception {
        if (figure.values().containsKey("prepared")) {
            return runs(figure, figure.repeats());
        }
        List<Map<String, Double>> all = new ArrayList<>();
        for (int i = 0; i < figure.repeats(); i++) {
            all.addAll(runs(figure, 1));
        }
        return all;
    }

    private List<Map<String, Double>> runs(Figure figure, int times) throws Exception {
        String url = place(figure.place());
        try {
            if (figure.values().containsKey("prepared")) {
                children.run(figure.with("prepare", "yes"), url);
            }
            List<Map<String, Double>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(children.run(figure, url));
            }
            return all;
        } finally {
            remove(figure.place(), url);
        }
    }

    private String place(Place place) throws IOException, SQLException {
        return switch (place) {
            case MEMORY -> "memory";
            case H2 ->
                "jdbc:h2:file:"
                        + Files.createDirectories(directory.resolve("h2-" + files++))
                                .resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
            case POSTGRES -> postgres().freshDatabase();
        };
    }

    private PostgresServer postgres() throws IOException {
        PostgresServer server = postgres;
        if (server == null) {
            server = new PostgresServer(directory.resolve("postgres"));
            postgres = server;
        }
        return server;
    }

    private void remove(Place place, String url) throws IOException, SQLException {
        if (place == Place.POSTGRES) {
            postgres().drop(url);
        } else if (place == Place.H2) {
            delete(Path.of(url.substring("jdbc:h2:file:".length(), url.indexOf(';')))
                    .getParent());
        }
    }

    private String version() throws SQLException {
        return postgres == null ? "" : "PostgreSQL " + postgres.version();
    }

    private static void delete(@Nullable Path tree) throws IOException {
        if (tree != null) {
            try (Stream<Path> files = Files.walk(tree)) {
                List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : all) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
        delete(directory);
    }
}
