package dev.windlass.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobHandler;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The job types of this node. Immutable. */
public final class JobTypes {

    private final Map<String, Registered<?>> types;

    /** @throws IllegalArgumentException when a name comes twice */
    public JobTypes(Collection<? extends JobType<?>> types) {
        Map<String, Registered<?>> byName = new LinkedHashMap<>();
        for (JobType<?> type : types) {
            if (byName.put(type.name(), new Registered<>(type)) != null) {
                throw new IllegalArgumentException("Job type " + type.name() + " is registered twice");
            }
        }
        this.types = Map.copyOf(byName);
    }

    public Set<String> names() {
        return types.keySet();
    }

    @Nullable
    Registered<?> find(String name) {
        return types.get(name);
    }

    /** A job type with the reader of its params, null for params that are taken as they are. */
    static final class Registered<P> {

        private final JobType<P> type;
        private final @Nullable ObjectReader reader;

        Registered(JobType<P> type) {
            this.type = type;
            this.reader = type.params() == Json.class ? null : ParamReaders.of(type);
        }

        JobType<P> type() {
            return type;
        }

        /** @throws InvalidRequestException naming the member below {@code /params} that does not fit */
        P read(Json params) {
            try {
                return reader == null ? type.params().cast(params) : reader.readValue(params.text());
            } catch (JsonMappingException e) {
                throw invalid(e);
            } catch (JsonProcessingException e) {
                throw new InvalidRequestException("/params", "is not JSON");
            }
        }

        RunResult run(Json params, RunContext context) throws Exception {
            JobHandler<P> handler = type.handler();
            return handler.run(read(params), context);
        }

        private InvalidRequestException invalid(JsonMappingException e) {
            if (e.getCause() instanceof InvalidRequestException own) {
                return own.under("/params");
            }
            return new InvalidRequestException("/params" + pointer(e), ParamMessages.describe(e));
        }

        private static String pointer(JsonMappingException e) {
            StringBuilder pointer = new StringBuilder();
            for (JsonMappingException.Reference reference : e.getPath()) {
                String name = reference.getFieldName();
                pointer.append('/').append(name == null ? String.valueOf(reference.getIndex()) : escape(name));
            }
            return pointer.toString();
        }

        private static String escape(String name) {
            return name.replace("~", "~0").replace("/", "~1");
        }
    }
}
