package dev.crossdock.transport.pulsar;

import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.MessageIdAdv;

/**
 * Where a message is, which stays the same for as long as it is there.
 *
 * @param source 0 for the topic, 1 for the inbox
 * @param ledger the broker's number of a stretch of the topic
 * @param entry the number in that
 * @param index the number in the entry, if several messages share it; else −1
 */
record Place(int source, long ledger, long entry, int index) implements Comparable<Place> {
    static Place of(int source, MessageId id) {
        MessageIdAdv known = (MessageIdAdv) id;
        return new Place(source, known.getLedgerId(), known.getEntryId(), known.getBatchIndex());
    }

    /** Whether nothing can be between another place and this one. */
    boolean isRightAfter(Place other) {
        return source == other.source
                && ledger == other.ledger
                && entry == other.entry + 1
                && index < 0
                && other.index < 0;
    }

    @Override
    public int compareTo(Place other) {
        if (source != other.source) {
            return Integer.compare(source, other.source);
        }
        if (ledger != other.ledger) {
            return Long.compare(ledger, other.ledger);
        }
        return entry != other.entry ? Long.compare(entry, other.entry) : Integer.compare(index, other.index);
    }
}
