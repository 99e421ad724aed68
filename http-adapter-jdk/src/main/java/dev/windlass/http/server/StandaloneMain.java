package dev.windlass.http.server;

import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.job.JobType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A server that needs no Java of its user's: {@code java -jar windlass-standalone.jar}; {@code --help} lists its flags. */
public final class StandaloneMain {

    private StandaloneMain() {}

    public static void main(String[] args) {
        standalone().main(args);
    }

    /** The server, not started. */
    static Standalone standalone() {
        return new Standalone(
                        "windlass-standalone",
                        "Windlass as a server of its own. It runs jobs of type http, which call other services, and those of "
                                + HandlerJars.FLAG + ".")
                .flags(Flag.list(HandlerJars.FLAG, "JAR", "Jar with job types of your own"))
                .jobTypes(StandaloneMain::jobTypes);
    }

    private static List<JobType<?>> jobTypes(FlagValues flags, GuardedHttpClient client) {
        List<JobType<?>> types = new ArrayList<>();
        types.add(HttpJob.type(client, StandaloneServer.clock()));
        types.addAll(HandlerJars.load(flags.all(HandlerJars.FLAG)));
        Set<String> names = new HashSet<>();
        for (JobType<?> type : types) {
            if (!names.add(type.name())) {
                throw new FlagException(HandlerJars.FLAG + ": there are two job types " + type.name());
            }
        }
        return types;
    }
}
