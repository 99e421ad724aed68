package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What this store chooses for itself, because the contract leaves it open. */
class HousekeepingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID JOB = new UUID(1, 1);
    private static final UUID NOBODY = new UUID(1, 2);

    @Test
    void theBytesOfAStreamThatWasNeverClosedAreDropped() {
        ArtifactTable artifacts = new ArtifactTable();
        UUID run = new UUID(0, 1);
        artifacts.put(run, "closed", 0, new byte[] {1});
        artifacts.put(run, "open", 0, new byte[] {2});
        artifacts.keepOnly(run, List.of(new ArtifactInfo("closed", "text/plain", 1, "0".repeat(64))));
        assertThat(artifacts.read(run, null, 0))
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.name()).isEqualTo("closed"));
    }

    @Test
    @Tag("A8")
    void aFinishedDeliveryThatBelongsToNoJobIsForgottenAWeekLater() {
        DeliveryTable deliveries = new DeliveryTable(JOB::equals);
        settled(deliveries, NOBODY);
        settled(deliveries, JOB);
        assertThat(deliveries.pruneOrphans(NOW.plus(Duration.ofDays(7)), 10)).isZero();
        assertThat(deliveries.pruneOrphans(NOW.plus(Duration.ofDays(8)), 10)).isEqualTo(1);
        assertThat(deliveries.inOrder().size()).isEqualTo(1);
        assertThat(deliveries.ofOwner(NOBODY)).isEmpty();
    }

    private static void settled(DeliveryTable deliveries, UUID owner) {
        UUID id = new UUID(2, owner.getLeastSignificantBits());
        Event event = new Event(id, "ping", null, null, null, owner, 1, NOW, Profile.CONTRACT, new byte[0]);
        deliveries.add(new DeliveryEntry(id, event, "lane", null, "https://example.com/", NOW));
        deliveries.take(Map.of(), 9, 9, Duration.ofSeconds(30), NOW);
        assertThat(deliveries.settle(new Settlement(id, deliveries.lastHold(), null, Status.DELIVERED, null, NOW)))
                .isTrue();
    }
}
