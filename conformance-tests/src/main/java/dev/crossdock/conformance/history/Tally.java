package dev.crossdock.conformance.history;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What observers of the library were told, counted: the other side of the books, which has to agree with what publishers
 * and handlers wrote down themselves. Thread-safe.
 */
public final class Tally {
    private final Map<Count, Integer> told = new ConcurrentHashMap<>();
    // One text for each, however often it comes: a long run tells a million things of a few groups.
    private final Map<String, String> subscriptions = new ConcurrentHashMap<>();

    /**
     * An observer was told.
     *
     * @param kind what the event says, as a publisher or a handler would write it down
     * @param subscription the topic and the group, as {@link Event#subscription()} writes them
     * @param messageId the message
     */
    public void told(Kind kind, String subscription, String messageId) {
        String kept = subscriptions.computeIfAbsent(subscription, unused -> subscription);
        told.merge(new Count(kind, kept, messageId), 1, Integer::sum);
    }

    int of(Kind kind, String subscription, String messageId) {
        return told.getOrDefault(new Count(kind, subscription, messageId), 0);
    }

    /** In an order that is the same in each run. */
    Map<Count, Integer> counts() {
        return new TreeMap<>(told);
    }

    record Count(Kind kind, String subscription, String messageId) implements Comparable<Count> {
        @Override
        public int compareTo(Count other) {
            int byPlace = (subscription + '\0' + messageId).compareTo(other.subscription + '\0' + other.messageId);
            return byPlace != 0 ? byPlace : kind.compareTo(other.kind);
        }
    }
}
