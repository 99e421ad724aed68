package dev.windlass.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Refuses what JSON's grammar allows but not every party can hold. */
final class Plausible {

    private static final int MAX_SCALE = 500;

    private Plausible() {}

    /** @param strings whether strings can hold what only an escape can write */
    static void check(JsonNode node, boolean strings) {
        if (node.isContainerNode()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (strings) {
                    text(member.getKey());
                }
            }
            node.forEach(child -> check(child, strings));
        } else if (node.isTextual() && strings) {
            text(node.textValue());
        } else if (node.isNumber() && !isInRange(node)) {
            throw StrictJson.malformed("The body has a number that is out of range");
        }
    }

    // A tiny number such as 1e-999999999 costs gigabytes once somebody rescales it.
    private static boolean isInRange(JsonNode number) {
        return Double.isFinite(number.doubleValue())
                && (!number.isBigDecimal() || Math.abs(number.decimalValue().scale()) <= MAX_SCALE);
    }

    private static void text(String text) {
        if (text.indexOf(0) >= 0) {
            throw StrictJson.malformed("The body has a string with U+0000");
        }
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
            if (!pair) {
                throw StrictJson.malformed("The body has a string with half a surrogate pair");
            }
            i++;
        }
    }
}
