package dev.windlass.spi;

import dev.windlass.job.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The webhook outbox: deliveries are made by the transitions that carry their events; here they are taken, tried and settled. */
public interface DeliveryStore {

    /**
     * Takes deliveries that are due. A delivery is due when its time has come, nobody holds it, and every earlier delivery of the same
     * lane and order key is delivered or given up. Taking holds it for {@code hold}; when it is not settled by then it is due again.
     * Deliveries to an endpoint that was disabled or deleted are due like others: who takes them settles them.
     *
     * @param lanes how many more each lane may take; lanes that are not named may take {@code perLane}
     * @param max in all
     */
    List<DueDelivery> claimDeliveries(Map<String, Integer> lanes, int perLane, int max, Duration hold, Instant now);

    /**
     * Records one try for each of these and settles it. Refused when the delivery is no longer held under that token.
     *
     * @return one entry per settlement, in their order: whether it was recorded
     */
    List<Boolean> settle(List<Settlement> settlements);

    Page<Delivery> listDeliveries(DeliveryQuery query);

    Optional<Delivery> findDelivery(UUID deliveryId);

    /** The tries of a delivery, oldest first. */
    List<DeliveryAttempt> attempts(UUID deliveryId);

    /**
     * Makes deliveries that match and are delivered (single ones only) or given up due again, with fresh tries: {@link
     * Delivery#attempts} is 0 again, the earlier tries stay listed, the event's id stays.
     *
     * @return how many
     */
    int redeliver(Redelivery which, Instant now);
}
