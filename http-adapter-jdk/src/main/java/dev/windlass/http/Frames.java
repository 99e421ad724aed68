package dev.windlass.http;

import dev.windlass.http.rest.ServerEvent;
import java.nio.charset.StandardCharsets;

/** Events as they go over the wire (WHATWG HTML section 9.2.6). */
final class Frames {

    private Frames() {}

    static byte[] of(ServerEvent event) {
        String data = event.data();
        StringBuilder frame = new StringBuilder(data == null ? 64 : data.length() + 64);
        if (event.id() != null) {
            frame.append("id: ").append(oneLine(event.id())).append('\n');
        }
        if (event.event() != null) {
            frame.append("event: ").append(oneLine(event.event())).append('\n');
        }
        for (String line : data == null ? new String[0] : data.split("\r\n|\r|\n", -1)) {
            frame.append("data: ").append(line).append('\n');
        }
        return frame.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n\\x00]", " ");
    }
}
