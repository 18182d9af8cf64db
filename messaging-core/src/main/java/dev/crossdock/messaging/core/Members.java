package dev.crossdock.messaging.core;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The open consumers of one {@link dev.crossdock.messaging.Messaging}. Thread-safe. */
public final class Members {
    private final Set<Member> open = new LinkedHashSet<>();
    private boolean closed;

    /**
     * Takes note of a consumer that is about to run.
     *
     * @throws MessagingException with {@link ErrorCode#CLOSED} if there are to be no more
     */
    public void add(Member member) {
        synchronized (open) {
            if (closed) {
                throw new MessagingException(
                        ErrorCode.CLOSED,
                        "Wanted to consume " + member.topic() + " as " + member.group()
                                + ", found that this messaging is closed");
            }
            open.add(member);
        }
    }

    /** Forgets a consumer that has closed; without effect if it is not known. */
    public void remove(Member member) {
        synchronized (open) {
            open.remove(member);
        }
    }

    /** Those that are open now, in the order in which they came. */
    List<Member> list() {
        synchronized (open) {
            return List.copyOf(open);
        }
    }

    /** Refuses further ones; those that are open now. */
    List<Member> close() {
        synchronized (open) {
            closed = true;
            return List.copyOf(open);
        }
    }
}
