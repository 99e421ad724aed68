package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bytes of artifacts. */
abstract class ArtifactContract extends RoleContract {

    private static final String SHA = "0".repeat(64);

    ArtifactContract(JobStoreContract contract) {
        super(contract);
    }

    private ClaimedRun running(NodeInfo node) {
        given.queued();
        return given.started(node);
    }

    private void complete(ClaimedRun claim, NodeInfo node, ArtifactInfo... artifacts) {
        given.applied(steps.end(claim, steps.run(claim, node).artifacts(artifacts), JobStatus.COMPLETED));
    }

    private static ArtifactInfo info(String name, long size) {
        return new ArtifactInfo(name, "text/plain; charset=utf-8", size, SHA);
    }

    @Test
    @Tag("A6")
    void anArtifactIsReadBackChunkByChunk() {
        NodeInfo node = given.node();
        ClaimedRun claim = running(node);
        byte[] first = new byte[ArtifactStore.CHUNK_BYTES];
        byte[] second = new byte[1000];
        new Random(7).nextBytes(first);
        new Random(8).nextBytes(second);
        assertThat(store.writeChunk(claim.token(), "completion", 0, first)).isTrue();
        assertThat(store.writeChunk(claim.token(), "completion", 1, second)).isTrue();
        ArtifactInfo info = info("completion", first.length + second.length);
        complete(claim, node, info);
        assertThat(given.run(claim.token().runId()).artifacts()).containsExactly(info);
        assertChunk(claim, "completion", 0, first);
        assertChunk(claim, "completion", 1, second);
        assertThat(store.readChunks(claim.token().runId(), "completion", 2)).isEmpty();
    }

    private void assertChunk(ClaimedRun claim, String name, int index, byte[] expected) {
        assertThat(store.readChunks(claim.token().runId(), name, index))
                .singleElement()
                .satisfies(chunk -> {
                    assertThat(chunk.name()).isEqualTo(name);
                    assertThat(chunk.index()).isEqualTo(index);
                    assertThat(chunk.bytes()).isEqualTo(expected);
                });
    }

    @Test
    void allArtifactsOfARunAreReadTogetherOrOneByName() {
        NodeInfo node = given.node();
        ClaimedRun claim = running(node);
        store.writeChunk(claim.token(), "a", 0, new byte[] {1});
        store.writeChunk(claim.token(), "b", 0, new byte[] {2});
        complete(claim, node, info("a", 1), info("b", 1));
        assertThat(store.readChunks(claim.token().runId(), null, 0))
                .extracting(ArtifactStore.Chunk::name)
                .containsExactlyInAnyOrder("a", "b");
        assertChunk(claim, "b", 0, new byte[] {2});
        assertThat(store.readChunks(claim.token().runId(), "c", 0)).isEmpty();
        assertThat(store.readChunks(given.id(), null, 0)).isEmpty();
    }

    @Test
    void aChunkThatIsWrittenAgainReplacesTheFirst() {
        NodeInfo node = given.node();
        ClaimedRun claim = running(node);
        store.writeChunk(claim.token(), "a", 0, new byte[] {1, 1, 1});
        store.writeChunk(claim.token(), "a", 0, new byte[] {2});
        complete(claim, node, info("a", 1));
        assertChunk(claim, "a", 0, new byte[] {2});
    }

    @Test
    void theWriterMayUseItsBufferAgain() {
        NodeInfo node = given.node();
        ClaimedRun claim = running(node);
        byte[] buffer = {1, 2, 3};
        store.writeChunk(claim.token(), "a", 0, buffer);
        buffer[0] = 9;
        complete(claim, node, info("a", 3));
        assertChunk(claim, "a", 0, new byte[] {1, 2, 3});
    }

    @Test
    void anEmptyArtifactCanBeKept() {
        NodeInfo node = given.node();
        ClaimedRun claim = running(node);
        store.writeChunk(claim.token(), "empty", 0, new byte[0]);
        complete(claim, node, info("empty", 0));
        assertChunk(claim, "empty", 0, new byte[0]);
    }

    @Test
    void aStaleTokenWritesNothing() {
        NodeInfo node = given.node();
        ClaimedRun ended = running(node);
        store.writeChunk(ended.token(), "a", 0, new byte[] {1});
        complete(ended, node, info("a", 1));
        assertThat(store.writeChunk(ended.token(), "a", 0, new byte[] {2})).isFalse();
        assertThat(store.writeChunk(ended.token(), "b", 0, new byte[] {2})).isFalse();
        assertChunk(ended, "a", 0, new byte[] {1});
        assertThat(store.readChunks(ended.token().runId(), null, 0)).hasSize(1);
    }

    @Test
    void anotherAttemptHasArtifactsOfItsOwn() {
        NodeInfo node = given.node();
        ClaimedRun first = running(node);
        store.writeChunk(first.token(), "a", 0, new byte[] {1});
        given.applied(steps.retry(first, node, null));
        ClaimedRun second = given.started(node);
        store.writeChunk(second.token(), "a", 0, new byte[] {2});
        complete(second, node, info("a", 1));
        assertChunk(second, "a", 0, new byte[] {2});
        assertThat(given.run(first.token().runId()).artifacts()).isEmpty();
    }
}
