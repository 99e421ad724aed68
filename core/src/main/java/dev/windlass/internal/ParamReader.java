package dev.windlass.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobType;

/**
 * Makes params into objects. Nothing but this class names Jackson's on the way to a first job, so that a node without such params does not wait
 * for it to be loaded. Immutable.
 */
final class ParamReader<P> {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .findAndAddModules()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            // A member of the wrong type is refused; Jackson would rather guess, and cut 1.5 down to 1.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private final ObjectReader reader;

    ParamReader(JobType<P> type) {
        ObjectReader lenient = MAPPER.readerFor(type.params());
        reader = type.strictParams()
                ? lenient.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                : lenient.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** @throws InvalidRequestException naming the member below {@code /params} that does not fit */
    P read(String params) {
        try {
            return reader.readValue(params);
        } catch (JsonMappingException e) {
            throw invalid(e);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("/params", "is not JSON");
        }
    }

    private static InvalidRequestException invalid(JsonMappingException e) {
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
