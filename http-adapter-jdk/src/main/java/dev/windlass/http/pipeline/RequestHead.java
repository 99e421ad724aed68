package dev.windlass.http.pipeline;

import dev.windlass.http.rest.HeaderFields;

/**
 * A request before its body is read.
 *
 * @param method as it was sent
 * @param target the request target as it was sent
 * @param protocol for example {@code HTTP/1.1}
 * @param remoteAddress the peer's IP address, or that of the client behind a trusted proxy
 * @param loopbackBind whether the server listens on loopback only
 */
public record RequestHead(
        String method,
        String target,
        String protocol,
        HeaderFields headers,
        String remoteAddress,
        boolean loopbackBind) {

    /** Whether it is from this machine, whatever the server listens on. */
    boolean fromLoopback() {
        return remoteAddress.startsWith("127.") || remoteAddress.equals("0:0:0:0:0:0:0:1");
    }

    /** The same, from somebody else. */
    RequestHead from(String client) {
        return client.equals(remoteAddress)
                ? this
                : new RequestHead(method, target, protocol, headers, client, loopbackBind);
    }
}
