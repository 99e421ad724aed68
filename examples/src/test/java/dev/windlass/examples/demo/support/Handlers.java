package dev.windlass.examples.demo.support;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.util.List;
import java.util.Objects;

/** Runs handlers as the engine does: params are read from JSON, unknown ones are left out. */
public final class Handlers {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Handlers() {}

    public static <P> RunResult run(JobType<P> type, String params, RunContext context) throws Exception {
        return type.handler().run(read(type, params), context);
    }

    /** The type of that name. */
    public static JobType<?> named(List<JobType<?>> types, String name) {
        return types.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The pointers of what is wrong with these params; empty when nothing is. */
    public static List<String> pointers(JobType<?> type, String params) throws Exception {
        try {
            read(type, params);
            return List.of();
        } catch (InvalidRequestException e) {
            return e.violations().stream().map(violation -> violation.pointer()).toList();
        }
    }

    /** The result of a run that completed. */
    public static JsonNode result(RunResult result) {
        return Objects.requireNonNull(((RunResult.Completed) result).result()).tree();
    }

    private static <P> P read(JobType<P> type, String params) throws Exception {
        try {
            if (type.params() == Json.class) {
                return type.params().cast(new Json(params));
            }
            return MAPPER.readValue(params, type.params());
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof InvalidRequestException invalid) {
                throw invalid;
            }
            throw e;
        }
    }
}
