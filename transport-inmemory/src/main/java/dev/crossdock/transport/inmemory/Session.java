package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.WireDelivery;
import java.util.List;

/**
 * One reader's side of a queue. Every method is guarded: the caller has entered the queue's guard. A delivery that is not
 * on loan to this session any more is passed over.
 */
interface Session {
    /** Lends what is there now, at most so many; also does what a receive does besides. */
    void take(int max, List<WireDelivery> into);

    void accept(List<? extends WireDelivery> deliveries);

    void release(List<? extends WireDelivery> deliveries, long delayNanos);

    void giveBack(List<? extends WireDelivery> deliveries);

    void renew(List<? extends WireDelivery> deliveries);

    /** Without effect unless it {@link #notesAttempts()}. */
    void hold(WireDelivery delivery, int attemptsMade);

    /** Whether the broker has a lasting place for attempts. */
    boolean notesAttempts();

    /** Gives up what is on loan. May be called again. */
    void end(Ending ending);

    /** How a session ends. */
    enum Ending {
        /** By its reader, who has passed on what was settled. */
        CLOSED,
        /** By the broker: what was not passed on is gone, and the reader is told about each loan. */
        LOST
    }
}
