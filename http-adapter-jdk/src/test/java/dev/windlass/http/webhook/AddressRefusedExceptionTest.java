package dev.windlass.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When several addresses of a name were tried, why one was refused hides behind what became of another. */
@Tag("A4")
class AddressRefusedExceptionTest {

    private final AddressRefusedException refused = new AddressRefusedException("127.0.0.1");

    @Test
    void isFoundAsCauseAndAsWhatWasSuppressed() {
        assertThat(AddressRefusedException.isBehind(refused)).isTrue();
        assertThat(AddressRefusedException.isBehind(new IOException("x", refused)))
                .isTrue();
        assertThat(AddressRefusedException.isBehind(suppressing(refused))).isTrue();
        assertThat(AddressRefusedException.isBehind(suppressing(new IOException("x", refused))))
                .isTrue();
    }

    @Test
    void isNotSeenWhereItIsNot() {
        assertThat(AddressRefusedException.isBehind(null)).isFalse();
        assertThat(AddressRefusedException.isBehind(suppressing(new IOException("x", new IOException("y")))))
                .isFalse();
    }

    @Test
    void isFoundAtTheEndOfSevenCauses() {
        IOException outermost = refused;
        for (int i = 0; i < 7; i++) {
            outermost = new IOException("x", outermost);
        }
        assertThat(AddressRefusedException.isBehind(outermost)).isTrue();
    }

    @Test
    void theSearchEndsAlsoInACircle() {
        IOException one = new IOException("one");
        IOException other = new IOException("other");
        one.addSuppressed(other);
        other.addSuppressed(one);
        assertThat(AddressRefusedException.isBehind(one)).isFalse();
    }

    @Test
    void namesTheFailureWhateverElseFailed() {
        ConnectException last = new ConnectException("refused");
        assertThat(Failures.name(last, false)).isEqualTo("connect_refused");
        last.addSuppressed(refused);
        assertThat(Failures.name(last, false)).isEqualTo("address_refused");
    }

    private static IOException suppressing(IOException other) {
        IOException failure = new IOException("another address");
        failure.addSuppressed(other);
        return failure;
    }
}
