package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.WebhookSink.Answer;
import dev.windlass.spi.WebhookSink.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS over the guarded sockets, with a certificate that the JDK's own tool makes. */
@Timeout(60)
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final AddressGuard LOOPBACK = AddressGuard.opening(List.of("127.0.0.0/8"));

    @TempDir
    Path directory;

    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws Exception {
        KeyStore keys = makeCertificate();
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        server.useHttps(context(managers, null).getSocketFactory());
        server.start();
        server.enqueue(new MockResponse(200, Headers.of(), "over tls"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aTrustedReceiverIsSentTo() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load());
        SSLContext context = context(null, trust);
        X509TrustManager manager = (X509TrustManager) trust.getTrustManagers()[0];

        Answer answer = send(new GuardedHttpClient(
                LOOPBACK, builder -> builder.sslSocketFactory(context.getSocketFactory(), manager)));

        assertThat(answer).isEqualTo(new Answer(200, null, null, "over tls"));
        assertThat(server.takeRequest().getVersion())
                .as("however the server likes HTTP/2")
                .isEqualTo("HTTP/1.1");
    }

    @Test
    void anUntrustedReceiverIsATlsError() {
        assertThat(send(new GuardedHttpClient(LOOPBACK)).error()).isEqualTo("tls_error");
    }

    private Answer send(GuardedHttpClient client) {
        try (OkHttpWebhookSink sink = new OkHttpWebhookSink(client, InstantSource.system())) {
            return sink.send(new Request("https://localhost:" + server.getPort() + "/", Map.of(), new byte[] {1}));
        }
    }

    private static SSLContext context(
            @org.jspecify.annotations.Nullable KeyManagerFactory keys,
            @org.jspecify.annotations.Nullable TrustManagerFactory trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys == null ? null : keys.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore makeCertificate() throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store().toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return load();
    }

    private Path store() {
        return directory.resolve("keys.p12");
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
