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

    void takeAll(Consumer<InFlight> action) {
        InFlight message = top.getAndSet(null);
        while (message != null) {
            InFlight below = message.settledBefore;
            message.settledBefore = null;
            action.accept(message);
            message = below;
        }
    }
}
