package dev.windlass.internal.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.RunCancelledException;
import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.RunToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A6")
class RunArtifactsTest {

    private static final int CHUNK = ArtifactStore.CHUNK_BYTES;
    private static final UUID RUN = new UUID(1, 2);

    private final HeapChunks store = new HeapChunks();
    private final RunArtifacts artifacts =
            new RunArtifacts(store, new RunToken(RUN, null, 7), new ArtifactLimits(CHUNK, 3L * CHUNK, 4L * CHUNK));
    private final ArtifactReader reader = new ArtifactReader(store);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 777})
    void comesBackAsItWasWrittenInPiecesOfAnySize(int size) throws Exception {
        byte[] bytes = random(size);
        Random random = new Random(size);
        try (OutputStream out = artifacts.open("completion", "text/plain; charset=utf-8")) {
            for (int at = 0; at < size; ) {
                int part = Math.min(size - at, 1 + random.nextInt(100_000));
                out.write(bytes, at, part);
                at += part;
            }
        }
        ArtifactInfo info = info("completion");
        assertThat(info.size()).isEqualTo(size);
        assertThat(info.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        assertThat(info.contentType()).isEqualTo("text/plain; charset=utf-8");
        for (long offset : new long[] {0, size / 2, size}) {
            try (InputStream in = reader.open(RUN, info, offset)) {
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, (int) offset, size));
                assertThat(in.read()).isEqualTo(-1);
            }
        }
        assertThat(artifacts.inline().get("completion")).isEqualTo(size <= CHUNK ? bytes : null);
    }

    @Test
    void singleBytesAreFineToo() throws IOException {
        try (OutputStream out = artifacts.open("a", "text/plain")) {
            for (byte b : "windlass".getBytes(UTF_8)) {
                out.write(b);
            }
        }
        try (InputStream in = reader.open(RUN, info("a"), 4)) {
            assertThat(in.read()).isEqualTo('l');
            assertThat(in.skip(1)).isEqualTo(1);
            assertThat(in.available()).isEqualTo(2);
            assertThat(in.readAllBytes()).isEqualTo("ss".getBytes(UTF_8));
        }
    }

    @Test
    void whatIsPassedOverIsNotFetched() throws IOException {
        write("big", random(3 * CHUNK));
        try (InputStream in = reader.open(RUN, info("big"), 2L * CHUNK + 5)) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }
        assertThat(store.reads).isEqualTo(1);
        assertThatThrownBy(() -> reader.open(RUN, info("big"), 3L * CHUNK + 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bytesThatWereDeletedMeanwhileAreAnErrorAndNotAnEnd() throws IOException {
        write("big", random(2 * CHUNK));
        try (InputStream in = reader.open(RUN, info("big"), 0)) {
            in.readNBytes(CHUNK);
            store.chunks.clear();
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("deleted");
        }
    }

    @Test
    void allAreShownInlineOrNone() throws IOException {
        write("a", random(CHUNK - 10));
        write("b", random(11));
        assertThat(artifacts.inline()).isEmpty();
        write("b", random(10));
        assertThat(artifacts.inline()).containsOnlyKeys("a", "b");
    }

    @Test
    void whatIsReplacedTakesNoRoomFromWhatIsShownInline() throws IOException {
        write("a", random(CHUNK));
        write("a", random(CHUNK - 10));
        write("b", random(10));
        assertThat(artifacts.inline()).containsOnlyKeys("a", "b");
    }

    @Test
    void anArtifactAndARunHaveTheirLimits() throws IOException {
        OutputStream out = artifacts.open("a", "text/plain");
        out.write(new byte[3 * CHUNK]);
        code("artifact_too_large", () -> out.write(1));
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
        out.close();
        assertThat(artifacts.finished())
                .as("a stream that failed leaves no artifact")
                .isEmpty();
        write("b", new byte[CHUNK]);
        code("run_artifacts_too_large", () -> write("c", new byte[1]));
        write("a", new byte[CHUNK]);
        assertThat(artifacts.finished()).extracting(ArtifactInfo::name).containsExactly("b", "a");
    }

    @Test
    void aClosedArtifactCanBeReplacedAnOpenOneCannot() throws IOException {
        write("a", random(2 * CHUNK));
        OutputStream out = artifacts.open("a", "text/plain");
        code("artifact_open", () -> artifacts.open("a", "text/plain"));
        out.write("new".getBytes(UTF_8));
        out.close();
        out.close();
        assertThat(reader.open(RUN, info("a"), 0).readAllBytes()).isEqualTo("new".getBytes(UTF_8));
    }

    @Test
    void theFormerIsGoneOnceItsBytesMayBeOverwritten() throws IOException {
        write("a", random(2 * CHUNK));
        OutputStream out = artifacts.open("a", "text/plain");
        out.write(new byte[CHUNK]);
        assertThat(artifacts.finished()).isEmpty();
        code("artifact_too_large", () -> out.write(new byte[3 * CHUNK]));
        assertThat(artifacts.finished()).isEmpty();
    }

    @Test
    @Tag("T8")
    void aStaleRunCannotWrite() throws IOException {
        OutputStream out = artifacts.open("a", "text/plain");
        out.write("x".getBytes(UTF_8));
        store.live = false;
        assertThatThrownBy(out::close).isInstanceOf(RunCancelledException.class);
        assertThatCode(out::close).doesNotThrowAnyException();
        assertThat(artifacts.finished()).isEmpty();
        assertThat(store.chunks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "a\\b", "-x", ".hidden", "a..b", "a\nb", "ä", "a b", "a\"b"})
    void unsafeNamesAreRefused(String name) {
        code("invalid_artifact_name", () -> artifacts.open(name, "text/plain"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "text/",
                "/plain",
                "text/plain\r\nX: y",
                "text/plain;",
                "text/plain; a",
                "t e/x",
                "a/b;c=\"\n\""
            })
    void contentTypesThatAreNoneAreRefused(String type) {
        code("invalid_content_type", () -> artifacts.open("a", type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.api+json", "text/plain;charset=utf-8", "a/b; c=\"d e\"; f=g"})
    void contentTypesAreAccepted(String type) throws IOException {
        try (OutputStream out = artifacts.open("a", type)) {
            out.write(1);
        }
        assertThat(info("a").contentType()).isEqualTo(type);
    }

    @Test
    void aRunHasAtMostAThousand() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            write("a" + i, new byte[0]);
        }
        code("too_many_artifacts", () -> artifacts.open("one-more", "text/plain"));
        write("a7", new byte[1]);
    }

    private void write(String name, byte[] bytes) throws IOException {
        try (OutputStream out = artifacts.open(name, "application/octet-stream")) {
            out.write(bytes);
        }
    }

    private ArtifactInfo info(String name) {
        return artifacts.finished().stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void code(String code, ThrowingCallable call) {
        assertThat(catchThrowable(call))
                .isInstanceOfSatisfying(
                        InvalidArtifact.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
