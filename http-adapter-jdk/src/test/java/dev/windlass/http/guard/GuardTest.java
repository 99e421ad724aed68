package dev.windlass.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.http.rest.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("K3")
@Tag("T11")
class GuardTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Tokens tokens = Tokens.parse(
            List.of("# tokens", "", "reader:read:r-token", "bot:read+submit:b:token", "root:admin:a-token"));
    private final Authenticator authenticator = new Authenticator(tokens, nanos::get);

    private static HeaderFields authorization(String... values) {
        return HeaderFields.of(Map.of("authorization", List.of(values)));
    }

    private Principal authenticate(String value, Scope scope) {
        return authenticator.authenticate(authorization(value), scope, "10.0.0.1");
    }

    private static void assertProblem(ThrowingCallable call, ProblemCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    @Test
    void aTokenIsKnownByItsNameAndMayDoWhatItGrants() {
        assertThat(authenticate("Bearer r-token", Scope.READ).name()).isEqualTo("reader");
        assertThat(authenticate("bearer  b:token ", Scope.SUBMIT).name()).isEqualTo("bot");
        assertThat(authenticate("BEARER a-token", Scope.READ).name()).isEqualTo("root");
        assertProblem(() -> authenticate("Bearer r-token", Scope.SUBMIT), ProblemCode.INSUFFICIENT_SCOPE);
        assertProblem(() -> authenticate("Bearer b:token", Scope.ADMIN), ProblemCode.INSUFFICIENT_SCOPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Bearer", "Basic r-token", "r-token", "", "Bearer r-token x"})
    void anythingElseIsUnauthorizedWithAChallenge(String value) {
        assertThatThrownBy(() -> authenticate(value, Scope.READ)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.UNAUTHORIZED);
            assertThat(e.problem().headers().get("WWW-Authenticate")).startsWith("Bearer realm=");
        });
    }

    @Test
    void twoHeadersAreNone() {
        assertProblem(
                () -> authenticator.authenticate(
                        authorization("Bearer r-token", "Bearer r-token"), Scope.READ, "10.0.0.1"),
                ProblemCode.UNAUTHORIZED);
    }

    @Test
    void openRoutesNeedNoTokenButKnowAGoodOne() {
        assertThat(authenticate("Bearer wrong", Scope.OPEN)).isEqualTo(Principal.ANONYMOUS);
        assertThat(authenticate("Bearer r-token", Scope.OPEN).name()).isEqualTo("reader");
    }

    @Test
    void guessingIsSlowedDownPerAddressButGoodTokensPass() {
        for (int i = 0; i < 10; i++) {
            assertProblem(() -> authenticate("Bearer wrong", Scope.READ), ProblemCode.UNAUTHORIZED);
        }
        assertThatThrownBy(() -> authenticate("Bearer wrong", Scope.READ))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().headers())
                                .containsEntry("Retry-After", "6")
                                .containsEntry("RateLimit-Policy", "\"refused-tokens\";q=10;w=60")
                                .containsEntry("RateLimit", "\"refused-tokens\";r=0;t=60"));
        assertProblem(() -> authenticate("Bearer wrong", Scope.READ), ProblemCode.RATE_LIMITED);
        assertThat(authenticate("Bearer r-token", Scope.READ).name()).isEqualTo("reader");
        assertProblem(
                () -> authenticator.authenticate(authorization("Bearer wrong"), Scope.READ, "10.0.0.2"),
                ProblemCode.UNAUTHORIZED);
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertProblem(() -> authenticate("Bearer wrong", Scope.READ), ProblemCode.UNAUTHORIZED);
        assertProblem(() -> authenticate("Bearer wrong", Scope.READ), ProblemCode.RATE_LIMITED);
    }

    @Test
    void withoutTokensEverybodyIsTheLocalAdminWhateverTheHeaderSays() {
        Authenticator open = new Authenticator(Tokens.NONE, nanos::get);
        assertThat(open.authenticate(authorization("Bearer x"), Scope.ADMIN, "127.0.0.1"))
                .isEqualTo(Principal.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice:read",
                "alice::t",
                "alice:write:t",
                "alice:read+:t",
                ":read:t",
                "a b:read:t",
                "alice:read:",
                "alice:read:a b",
                "reader:read:x\nreader:read:y",
                "x:read:same\ny:read:same"
            })
    void aWrongLineIsNamedWithoutItsToken(String lines) {
        assertThatThrownBy(() -> Tokens.parse(List.of(lines.split("\n"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Line ")
                .message()
                .doesNotContain("same", "a b");
    }

    @Test
    void serversWithTheSameTokensShareAKey() {
        Tokens reordered = Tokens.parse(List.of("root:admin:a-token", "bot:read:b:token", "reader:read:r-token"));
        assertThat(tokens.sharedKey()).isEqualTo(reordered.sharedKey());
        assertThat(tokens.sharedKey()).isNotEqualTo(Tokens.admin("a-token").sharedKey());
    }

    @Test
    void aBucketRefillsEvenlyAndTellsWhenToComeAgain() {
        TokenBuckets buckets = new TokenBuckets(2, Duration.ofSeconds(10), nanos::get);
        assertThat(buckets.take("a").remaining()).isEqualTo(1);
        assertThat(buckets.take("a").remaining()).isZero();
        TokenBuckets.Take refused = buckets.take("a");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(buckets.take("b").allowed()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(buckets.take("a").allowed()).isTrue();
        assertThat(buckets.take("a").allowed()).isFalse();
        buckets.refund("a");
        assertThat(buckets.take("a").allowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080",
        "LOCALHOST",
        "127.0.0.1:1",
        "127.8.8.8",
        "[::1]:8080",
        "[::1]",
        "jobs.example:443",
        "jobs.example"
    })
    void onLoopbackOurNamesAreServed(String host) {
        guard().check(HeaderFields.NONE, host, true);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "[::2]"
    })
    void onLoopbackOtherNamesAreMisdirected(String host) {
        assertProblem(() -> guard().check(HeaderFields.NONE, host, true), ProblemCode.MISDIRECTED_REQUEST);
        guard().check(HeaderFields.NONE, host, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "https://localhost:8080.evil.example", "http://localhost:9", ""})
    void aForeignPageIsRefused(String origin) {
        assertProblem(
                () -> guard().check(HeaderFields.of(Map.of("Origin", List.of(origin))), "localhost:8080", true),
                ProblemCode.FOREIGN_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "https://localhost:8080", "https://jobs.example"})
    void ourOwnPagesMayCall(String origin) {
        guard().check(HeaderFields.of(Map.of("Origin", List.of(origin))), "localhost:8080", true);
    }

    private static WebPageGuard guard() {
        return new WebPageGuard(List.of(URI.create("https://jobs.example")));
    }
}
