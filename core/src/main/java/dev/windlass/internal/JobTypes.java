package dev.windlass.internal;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The job types of this node: those that it runs, and those that it only submits. Immutable. */
public final class JobTypes {

    private final Map<String, Registered<?>> run;
    private final Map<String, Registered<?>> accepted;

    /**
     * @param submitted types that another node runs; one of the same name that is run here goes before
     * @throws IllegalArgumentException when a name comes twice, or a type wants more attempts than the host allows
     */
    public JobTypes(
            Collection<? extends JobType<?>> run, Collection<? extends JobType<?>> submitted, int maxAttemptsCap) {
        this.run = Map.copyOf(byName(run, maxAttemptsCap));
        Map<String, Registered<?>> all = byName(submitted, maxAttemptsCap);
        all.putAll(this.run);
        this.accepted = Map.copyOf(all);
    }

    private static Map<String, Registered<?>> byName(Collection<? extends JobType<?>> types, int maxAttemptsCap) {
        Map<String, Registered<?>> byName = new LinkedHashMap<>();
        for (JobType<?> type : types) {
            if (byName.put(type.name(), new Registered<>(type)) != null) {
                throw new IllegalArgumentException("Job type " + type.name() + " is registered twice");
            }
            RetryPolicy policy = type.retryPolicy();
            if (policy != null && policy.maxAttempts() > maxAttemptsCap) {
                throw new IllegalArgumentException("Job type " + type.name() + " has a retry policy of "
                        + policy.maxAttempts() + " attempts, but maxAttemptsCap is " + maxAttemptsCap);
            }
        }
        return byName;
    }

    /** Of the types that this node runs. */
    public Set<String> names() {
        return run.keySet();
    }

    /** A type that this node runs. */
    @Nullable
    Registered<?> find(String name) {
        return run.get(name);
    }

    /** A type that this node runs or submits, whoever runs it. */
    @Nullable
    Registered<?> findAccepted(String name) {
        return accepted.get(name);
    }

    /** A job type with the reader of its params, null for params that are taken as they are. */
    static final class Registered<P> {

        private final JobType<P> type;
        private final @Nullable ParamReader<P> reader;

        Registered(JobType<P> type) {
            this.type = type;
            this.reader = type.params() == Json.class ? null : new ParamReader<>(type);
        }

        JobType<P> type() {
            return type;
        }

        /** @throws InvalidRequestException naming the member below {@code /params} that does not fit */
        P read(Json params) {
            return reader == null ? type.params().cast(params) : reader.read(params.text());
        }

        RunResult run(Json params, RunContext context) throws Exception {
            JobHandler<P> handler = type.handler();
            return handler.run(read(params), context);
        }
    }
}
