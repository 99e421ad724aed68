package dev.windlass.http.server;

import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.JobType;
import dev.windlass.job.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main of a server: flags in, one line out, and an orderly end. A program gives it its own flags and job types and calls
 * {@link #main}. Not thread-safe.
 */
public final class Standalone {

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);
    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;

    private final String program;
    private final String summary;
    private final List<Flag> extraFlags = new ArrayList<>();
    private final List<String> allowed = new ArrayList<>();
    private String defaultStore = "jdbc:h2:file:./windlass-data/windlass";
    private BiFunction<FlagValues, GuardedHttpClient, List<JobType<?>>> types = (flags, client) -> List.of();
    private UnaryOperator<SurfaceSettings> surfaces = settings -> settings;

    /** @param program how it is called, for the help */
    public Standalone(String program, String summary) {
        this.program = program;
        this.summary = summary;
    }

    /** Adds flags to the common ones. */
    public Standalone flags(Flag... more) {
        extraFlags.addAll(List.of(more));
        return this;
    }

    /** What is run; the client is the one that webhooks go through, with the same address guard. */
    public Standalone jobTypes(BiFunction<FlagValues, GuardedHttpClient, List<JobType<?>>> newTypes) {
        types = newTypes;
        return this;
    }

    public Standalone surfaces(UnaryOperator<SurfaceSettings> change) {
        surfaces = change;
        return this;
    }

    /** What {@code --store} is when nobody says. */
    public Standalone defaultStore(String store) {
        defaultStore = store;
        return this;
    }

    /** Lets webhooks and fetches go to these addresses whatever the flags say, for example {@code 127.0.0.0/8}. */
    public Standalone allowing(String... cidrs) {
        allowed.addAll(List.of(cidrs));
        return this;
    }

    /**
     * Starts and returns; the server's threads keep the process alive until it is told to end (SIGTERM, SIGINT). Exits with 2 when the
     * flags are wrong, with 1 when it cannot start, each with one line on standard error.
     */
    public void main(String... args) {
        int code = run(args, System.getenv(), System.out, System.err);
        if (code >= 0) {
            System.exit(code);
        }
    }

    /** @return the exit code; -1 when the server runs */
    int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (Flags.wantsHelp(args)) {
            out.print(flags().help());
            return 0;
        }
        try {
            StandaloneServer server = start(environment, args);
            stopAtExit(server);
            out.println("Windlass listening on " + server.url());
            out.flush();
            return -1;
        } catch (FlagException e) {
            err.println(program + ": " + e.getMessage());
            return WRONG_USE;
        } catch (BindException e) {
            err.println(program + ": cannot listen there: " + e.getMessage());
            return FAILED;
        } catch (StoreException e) {
            // Its message says what to do; a stack trace would hide it.
            err.println(program + ": " + e.getMessage());
            return FAILED;
        } catch (IOException | RuntimeException e) {
            LOG.error("Cannot start", e);
            err.println(program + ": cannot start: " + e.getMessage());
            return FAILED;
        }
    }

    /**
     * Starts a server as {@link #main} does, without touching the process.
     *
     * @throws FlagException when the flags are wrong
     * @throws IOException when it cannot listen
     */
    public StandaloneServer start(Map<String, String> environment, String... args) throws IOException {
        FlagValues values = flags().parse(args);
        ServerOptions options = ServerOptions.of(values, environment, allowed);
        GuardedHttpClient client = new GuardedHttpClient(options.webhookTargets());
        try {
            return StandaloneServer.start(
                    options,
                    types.apply(values, client),
                    surfaces.apply(SurfaceSettings.DEFAULTS.withPageTokenKey(
                            options.tokens().sharedKey())),
                    client);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private Flags flags() {
        List<Flag> all = new ArrayList<>(ServerOptions.flags(defaultStore));
        all.addAll(extraFlags);
        return new Flags(program, summary, all);
    }

    private static void stopAtExit(StandaloneServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "windlass-stop"));
    }

    private static void stop(StandaloneServer server) {
        Duration drain = server.scheduler().settings().drain();
        try {
            if (!server.stop(drain)) {
                LOG.warn("Some jobs did not end within {} s and were released", drain.toSeconds());
            }
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("The stop was not clean", e);
            return;
        }
        System.out.flush();
        // A JVM that ends by a signal exits with 143 otherwise, which supervisors take for a crash.
        Runtime.getRuntime().halt(0);
    }
}
