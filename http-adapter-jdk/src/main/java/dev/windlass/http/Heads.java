package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.http.pipeline.RequestHead;
import dev.windlass.http.rest.HeaderFields;
import java.net.InetAddress;

/** Takes from an exchange what can be known before the body. */
final class Heads {

    private Heads() {}

    static RequestHead of(HttpExchange exchange) {
        InetAddress peer = exchange.getRemoteAddress().getAddress();
        InetAddress bound = exchange.getHttpContext().getServer().getAddress().getAddress();
        return new RequestHead(
                exchange.getRequestMethod(),
                // Not getPath(): a target of //x/jobs would be read as the path /jobs at the host x.
                exchange.getRequestURI().toString(),
                exchange.getProtocol(),
                HeaderFields.of(exchange.getRequestHeaders()),
                peer.getHostAddress(),
                bound.isLoopbackAddress());
    }
}
