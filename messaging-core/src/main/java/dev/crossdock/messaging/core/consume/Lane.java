package dev.crossdock.messaging.core.consume;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one key that are in hand, one of which may run at a time.
 *
 * <p>A queue without a lock (Mellor-Crummey and Scott's, 1991): the reference is the tail. The pump alone appends; whoever
 * finishes a message asks for the next. An empty lane has no tail, and the message that is then appended is runnable.
 */
final class Lane extends AtomicReference<@Nullable InFlight> {
    private static final long serialVersionUID = 1L;

    final transient String key;

    /** How many messages of the key are in hand; the pump's alone. */
    int inHand;

    Lane(String key) {
        super(null);
        this.key = key;
    }

    /** Appends; {@code true} if the message is at the head, and its turn has come. */
    boolean append(InFlight message) {
        InFlight before = getAndSet(message);
        if (before == null) {
            return true;
        }
        before.laneNext(message);
        return false;
    }

    /** The one whose turn comes after this one, which has ended; {@code null} if there is none. */
    @Nullable InFlight after(InFlight ended) {
        InFlight next = ended.laneNext();
        if (next == null) {
            if (compareAndSet(ended, null)) {
                return null;
            }
            // The pump has swung the tail and is about to write the link.
            while ((next = ended.laneNext()) == null) {
                Thread.onSpinWait();
            }
        }
        return next;
    }
}
