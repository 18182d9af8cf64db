package dev.crossdock.conformance.history;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened.
 *
 * @param seq its place in the history, from 0; given by the history and the only order there is
 * @param nanos when, by the machine's clock; for delays, not for order
 * @param kind what
 * @param member which instance of a program: a publisher, or a member of a group
 * @param topic the topic it is about
 * @param group the group; empty for publishes
 * @param messageId the message
 * @param key the message's key
 * @param attempt the attempt that the handler was told; 0 where there is none
 * @param fingerprint of body, key and user headers; empty where they were not seen
 * @param detail anything else, for people
 */
public record Event(
        long seq,
        long nanos,
        Kind kind,
        String member,
        String topic,
        String group,
        String messageId,
        @Nullable String key,
        int attempt,
        String fingerprint,
        String detail) {
    /** Topic and group in one. */
    public String subscription() {
        return topic + " → " + group;
    }

    /** A line for people. */
    @Override
    public String toString() {
        return String.format(
                "%6d %10.3f ms %-13s %s %s%s %s%s%s %s",
                seq,
                nanos / 1e6,
                kind,
                member,
                topic,
                group.isEmpty() ? "" : " → " + group,
                messageId,
                key == null ? "" : " key=" + key,
                attempt == 0 ? "" : " attempt=" + attempt,
                detail);
    }
}
