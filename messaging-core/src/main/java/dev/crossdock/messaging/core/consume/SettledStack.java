package dev.crossdock.messaging.core.consume;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was settled and is not passed on yet, the newest on top (Treiber's stack, 1986). It goes through the messages
 * themselves, because a message must not cost more than one object. Any thread pushes; the pump takes all.
 */
final class SettledStack {
    private final AtomicReference<@Nullable InFlight> top = new AtomicReference<>();

    /** Gives the number of messages that are on it now. */
    int push(InFlight message) {
        while (true) {
            InFlight below = top.get();
            message.settledBefore = below;
            message.settledDepth = below == null ? 1 : below.settledDepth + 1;
            if (top.compareAndSet(below, message)) {
                return message.settledDepth;
            }
        }
    }

    boolean isEmpty() {
        return top.get() == null;
    }

    int size() {
        InFlight message = top.get();
        return message == null ? 0 : message.settledDepth;
    }

    /** In the order in which they were settled: a broker removes the oldest cheaply, and what is between others dearly. */
    void takeAll(Consumer<InFlight> action) {
        InFlight oldest = null;
        for (InFlight message = top.getAndSet(null); message != null; ) {
            InFlight below = message.settledBefore;
            message.settledBefore = oldest;
            oldest = message;
            message = below;
        }
        while (oldest != null) {
            InFlight next = oldest.settledBefore;
            oldest.settledBefore = null;
            action.accept(oldest);
            oldest = next;
        }
    }
}
