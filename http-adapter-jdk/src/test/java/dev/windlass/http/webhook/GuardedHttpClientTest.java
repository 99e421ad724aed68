package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.spi.WebhookSink.Answer;
import dev.windlass.spi.WebhookSink.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import okhttp3.Dns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("T11")
@Timeout(30)
class GuardedHttpClientTest {

    private static final AddressGuard LOOPBACK = AddressGuard.opening(List.of("127.0.0.0/8"));
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void aNameThatResolvesIntoPrivateSpaceIsNotConnectedTo() throws IOException {
        try (RawServer server = new RawServer((socket, out) -> RawServer.say(out, "HTTP/1.1 200 OK\r\n\r\n"))) {
            Answer answer =
                    send("https://evil.example:" + server.port() + "/", AddressGuard.STRICT, name -> List.of(HERE));

            assertThat(answer.error()).isEqualTo("address_refused");
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void aNameThatResolvesToSeveralAddressesIsJudgedForEach() throws IOException {
        Answer answer = send(
                "https://evil.example/",
                AddressGuard.STRICT,
                name -> List.of(
                        InetAddress.getByName("::1"),
                        InetAddress.getByName("fd00::1"),
                        HERE,
                        InetAddress.getByName("10.0.0.1")));

        assertThat(answer.error()).isEqualTo("address_refused");
    }

    @Test
    void aNameThatRebindsIsJudgedAtEachConnection() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        InetAddress other = InetAddress.getByName("127.0.0.2");
        AddressGuard onlyFirst = AddressGuard.opening(List.of("127.0.0.1/32"));
        try (RawServer server = new RawServer((socket, out) ->
                        RawServer.say(out, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
                OkHttpWebhookSink sink =
                        sink(onlyFirst, name -> List.of(lookups.getAndIncrement() == 0 ? HERE : other))) {
            Request request = new Request("http://rebinds.example:" + server.port() + "/", Map.of(), new byte[0]);

            assertThat(sink.send(request).statusCode()).isEqualTo(200);
            assertThat(sink.send(request).error()).isEqualTo("address_refused");
        }
    }

    @Test
    void plainHttpToANameReachesTheAllowListOnly() throws IOException {
        InetAddress outside = InetAddress.getByName("192.0.43.8");

        assertThat(send("http://public.example/", LOOPBACK, name -> List.of(outside))
                        .error())
                .isEqualTo("address_refused");
    }

    @Test
    void anUnknownNameIsNamedSo() {
        Answer answer = send("https://nowhere.example/", LOOPBACK, name -> {
            throw new UnknownHostException(name);
        });

        assertThat(answer.error()).isEqualTo("unknown_host");
    }

    @Test
    void theSystemsProxyIsNotUsed() throws IOException {
        ProxySelector before = ProxySelector.getDefault();
        try (RawServer proxy = new RawServer((socket, out) -> RawServer.say(out, "HTTP/1.1 200 OK\r\n\r\n"))) {
            ProxySelector.setDefault(new To(Proxy.Type.HTTP, proxy.port()));

            assertThat(send("http://private.example/", LOOPBACK, name -> List.of(InetAddress.getByName("10.0.0.1")))
                            .error())
                    .isEqualTo("address_refused");
            assertThat(proxy.requests()).isZero();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    /** Java's own sockets ask for one, below OkHttp, and so below its setting. */
    @Test
    void theSystemsSocksProxyIsNotUsed() throws IOException {
        ProxySelector before = ProxySelector.getDefault();
        try (RawServer server = new RawServer(
                        (socket, out) -> RawServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                ServerSocket proxy = new ServerSocket(0, 5, HERE)) {
            ProxySelector.setDefault(new To(Proxy.Type.SOCKS, proxy.getLocalPort()));
            CompletableFuture<Void> used = CompletableFuture.runAsync(() -> {
                try (Socket client = proxy.accept()) {
                    client.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            assertThat(send(server.url("http"), LOOPBACK, Dns.SYSTEM).statusCode())
                    .isEqualTo(200);
            assertThat(used).isNotDone();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void ofSeveralAddressesThoseThatAreRefusedOrDeadDoNotCountAndOneIsSentTo() throws IOException {
        AddressGuard guard = AddressGuard.opening(List.of("127.0.0.0/24"));
        InetAddress refused = InetAddress.getByName("127.0.7.1");
        InetAddress dead = InetAddress.getByName("127.0.0.2");
        try (RawServer server = new RawServer(
                (socket, out) -> RawServer.say(out, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"))) {
            String url = "http://several.example:" + server.port() + "/";

            assertThat(send(url, guard, name -> List.of(refused, dead, HERE)).statusCode())
                    .isEqualTo(204);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void tuningCannotUndoTheGuard() throws IOException {
        UnaryOperator<okhttp3.OkHttpClient.Builder> reckless = builder -> builder.followRedirects(true)
                .socketFactory(javax.net.SocketFactory.getDefault())
                .retryOnConnectionFailure(true);
        try (GuardedHttpClient client = new GuardedHttpClient(AddressGuard.STRICT, reckless, name -> List.of(HERE))) {
            assertThatThrownBy(() -> client.get("https://evil.example/", 10))
                    .satisfies(
                            e -> assertThat(AddressRefusedException.isBehind(e)).isTrue());
        }
    }

    @Test
    void fetchesADocumentUpToItsBound() throws IOException {
        try (RawServer server = new RawServer(
                        (socket, out) -> RawServer.say(
                                out,
                                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"));
                GuardedHttpClient client = new GuardedHttpClient(LOOPBACK)) {
            GuardedHttpClient.Fetched fetched = client.get(server.url("http"), 5);

            assertThat(new String(fetched.body(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("hello");
            assertThat(fetched.contentType()).isEqualTo("text/plain");
            assertThatThrownBy(() -> client.get(server.url("http"), 4))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than 4 bytes");
            assertThatThrownBy(() -> client.get("http://10.0.0.1/", 4)).isInstanceOf(AddressRefusedException.class);
        }
    }

    private static Answer send(String url, AddressGuard guard, Dns resolver) {
        try (OkHttpWebhookSink sink = sink(guard, resolver)) {
            return sink.send(new Request(url, Map.of(), new byte[0]));
        }
    }

    private static OkHttpWebhookSink sink(AddressGuard guard, Dns resolver) {
        return new OkHttpWebhookSink(
                new GuardedHttpClient(guard, UnaryOperator.identity(), resolver), InstantSource.system());
    }

    private static final class To extends ProxySelector {

        private final Proxy.Type type;
        private final int port;

        To(Proxy.Type type, int port) {
            this.type = type;
            this.port = port;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(new Proxy(type, new InetSocketAddress(HERE, port)));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
