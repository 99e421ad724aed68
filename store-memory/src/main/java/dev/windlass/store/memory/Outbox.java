package dev.windlass.store.memory;

import dev.windlass.spi.EventDraft;
import java.util.List;

/** Finds out whom an event interests. */
final class Outbox {

    Outbox(ResourceTable resources, Signals signals) {}

    void add(List<EventDraft> drafts) {}
}
