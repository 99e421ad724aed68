package dev.windlass.http.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets that ask the guard when they connect. That is the one place that every way to an address goes through: names, literals in
 * any spelling, names that change what they resolve to, and the race between IPv6 and IPv4.
 */
final class GuardedSocketFactory extends SocketFactory {

    private final AddressGuard guard;
    private final boolean onlyOpened;

    /** @param onlyOpened whether an address must be in the allow-list, public or not, as it must be without TLS */
    GuardedSocketFactory(AddressGuard guard, boolean onlyOpened) {
        this.guard = guard;
        this.onlyOpened = onlyOpened;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket();
    }

    private void check(@Nullable SocketAddress endpoint) throws IOException {
        InetAddress address = endpoint instanceof InetSocketAddress internet ? internet.getAddress() : null;
        if (address == null) {
            throw new AddressRefusedException("The address is not known");
        }
        String refusal = guard.refusal(address);
        if (refusal != null) {
            throw new AddressRefusedException(refusal);
        }
        if (onlyOpened && !guard.isOpened(address)) {
            throw new AddressRefusedException(address.getHostAddress() + " needs https");
        }
    }

    private final class GuardedSocket extends Socket {

        GuardedSocket() {
            // A plain socket asks the system's proxy selector for a SOCKS proxy.
            super(Proxy.NO_PROXY);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            check(endpoint);
            super.connect(endpoint, timeout);
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw connected();
    }

    private static SocketException connected() {
        return new SocketException("Only unconnected sockets are made here");
    }
}
