package dev.windlass.store.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Resource;
import dev.windlass.job.Warning;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a row that nobody searches, as JSON. An empty list is NULL. */
final class JsonText {

    private JsonText() {}

    static @Nullable String ofList(List<?> values) {
        return values.isEmpty() ? null : write(values);
    }

    static List<String> strings(@Nullable String json) {
        return json == null ? List.of() : read(json, Jackson.STRINGS);
    }

    static List<Warning> warnings(@Nullable String json) {
        return json == null ? List.of() : read(json, Jackson.WARNINGS);
    }

    static List<ArtifactInfo> artifacts(@Nullable String json) {
        return json == null ? List.of() : read(json, Jackson.ARTIFACTS);
    }

    static String ofResource(Resource resource) {
        return write(resource);
    }

    static <R extends Resource> R resource(String json, Class<R> kind) {
        try {
            return Jackson.MAPPER.readValue(json, kind);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalStateException("A stored " + kind.getSimpleName() + " is unreadable", e);
        }
    }

    /** What cannot be read is left out: it belongs to a row that has more to say. */
    private static <T> List<T> read(String json, TypeReference<List<T>> type) {
        try {
            return Jackson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException | RuntimeException e) {
            log().debug("A stored list cannot be read and is left out", e);
            return List.of();
        }
    }

    private static String write(Object value) {
        try {
            return Text.clean(Jackson.MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not writable as JSON: " + value.getClass(), e);
        }
    }

    /** Made when it is needed: hardly a job has tags, warnings or artifacts. */
    private static final class Jackson {

        private static final ObjectMapper MAPPER = JsonMapper.builder()
                .addModule(times())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();

        private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
        private static final TypeReference<List<Warning>> WARNINGS = new TypeReference<>() {};
        private static final TypeReference<List<ArtifactInfo>> ARTIFACTS = new TypeReference<>() {};

        private static SimpleModule times() {
            SimpleModule module = new SimpleModule("windlass-times");
            asText(module, Instant.class, Instant::parse);
            asText(module, Duration.class, Duration::parse);
            asText(module, ZoneId.class, ZoneId::of);
            return module;
        }

        private static <T> void asText(SimpleModule module, Class<T> type, Function<String, T> parser) {
            module.addSerializer(type, ToStringSerializer.instance);
            module.addDeserializer(type, new FromStringDeserializer<T>(type) {
                private static final long serialVersionUID = 1L;

                @Override
                protected T _deserialize(String value, com.fasterxml.jackson.databind.DeserializationContext context) {
                    return parser.apply(value);
                }
            });
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(JsonText.class);
    }
}
