package dev.crossdock.messaging;

/**
 * One thing that a group needs on the broker. Immutable.
 *
 * @param kind what it is for
 * @param about what it is, for people, to be put behind an article: {@code inbox of group 'billing' on topic 'orders'}
 * @param state whether it is there
 * @param detail what is missing or differs, for people; empty if it is as it has to be
 */
public record TopologyObject(Kind kind, String about, State state, String detail) {
    /** What something is for. Expect more. */
    public enum Kind {
        /** Gives what is published to every group. */
        TOPIC,
        /** What the group reads. */
        INBOX,
        /** Where the group keeps what it could not handle. */
        DEAD_LETTERS,
        /** Where messages wait for their time. */
        DELAY_LANE
    }

    /** Whether something is there. */
    public enum State {
        /** It is there, and fits as far as the broker tells. */
        PRESENT,
        /** It is not there, or a part of it is not. */
        MISSING,
        /** Something of that name is there with other settings, with which a consumer does not start. */
        DIFFERENT
    }
}
