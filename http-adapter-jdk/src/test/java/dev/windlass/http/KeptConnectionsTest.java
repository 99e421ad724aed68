package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's server closes each connection beyond 200 idle ones after its answer, unless it is told not to. */
@Timeout(60)
class KeptConnectionsTest {

    private static final int MORE_THAN_THE_JDK_KEEPS = 300;

    @Test
    void manyIdleConnectionsAreKeptForTheirNextRequest() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (TestServer server = new TestServer(builder -> builder)) {
            for (int i = 0; i < MORE_THAN_THE_JDK_KEEPS; i++) {
                RawClient client = server.client();
                clients.add(client);
                assertThat(client.get("/hello").read().body()).isEqualTo("hello");
            }
            for (RawClient client : clients) {
                assertThat(client.get("/hello").read().body()).isEqualTo("hello");
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
