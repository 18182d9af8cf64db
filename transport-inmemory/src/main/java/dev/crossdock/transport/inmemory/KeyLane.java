package dev.crossdock.transport.inmemory;

import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** One key with a message on loan or come back, and those behind it that somebody wanted. Guarded by the queue's lock. */
final class KeyLane {
    final String key;
    final Backlog backlog = new Backlog();

    /** Who has messages of this key on loan. */
    @Nullable LeasedSession owner;

    int loans;

    /** How many of the loans came back undone before. */
    int undoneLoans;

    /** The list of lanes with something to take that it is in, and its place there. */
    @Nullable NavigableSet<KeyLane> listed;

    long listedPlace;

    KeyLane(String key) {
        this.key = key;
    }
}
