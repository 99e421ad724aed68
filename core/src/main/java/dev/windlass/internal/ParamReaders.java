package dev.windlass.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.windlass.job.JobType;

/** How params become objects. Apart, because Jackson gets ready with it, which a node with no such params need not wait for. */
final class ParamReaders {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .findAndAddModules()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            // A member of the wrong type is refused; Jackson would rather guess, and cut 1.5 down to 1.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private ParamReaders() {}

    static ObjectReader of(JobType<?> type) {
        ObjectReader lenient = MAPPER.readerFor(type.params());
        return type.strictParams()
                ? lenient.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                : lenient.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
