package dev.crossdock.messaging.core.once;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.publish.Room;
import java.time.Duration;

/** Counts calls, so that closing can wait for them, and lets no more in then. Thread-safe. */
public final class CallsUnderWay {
    private final Room room;
    private volatile boolean closed;

    public CallsUnderWay(TimeSource time) {
        this.room = new Room(Integer.MAX_VALUE, time);
    }

    /** Somebody begins. */
    void begin(String what) {
        boolean counted = room.tryTake(1) == 1;
        if (closed) {
            if (counted) {
                room.giveBack(1);
            }
            throw new MessagingException(
                    ErrorCode.CLOSED, "Wanted to make " + what + ", found that this messaging is closed");
        }
    }

    /** Somebody has ended. */
    void end() {
        room.giveBack(1);
    }

    /** Lets nobody in any more. */
    public void close() {
        closed = true;
    }

    /** Waits until nobody is at it; whether that came to pass within the limit. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return room.awaitEmpty(limit);
    }
}
