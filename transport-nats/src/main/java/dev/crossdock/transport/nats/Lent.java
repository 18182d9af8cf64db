package dev.crossdock.transport.nats;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the engine has, in the order in which it was added. The deliveries are linked with each other, so that nothing is made
 * for each. The receiver's thread's alone.
 */
final class Lent {
    private @Nullable NatsDelivery first;
    private @Nullable NatsDelivery last;

    /** Adds one that is not here. */
    void add(NatsDelivery delivery) {
        NatsDelivery before = last;
        delivery.before = before;
        delivery.isLent = true;
        if (before == null) {
            first = delivery;
        } else {
            before.after = delivery;
        }
        last = delivery;
    }

    /** Whether it was here. */
    boolean remove(NatsDelivery delivery) {
        if (!delivery.isLent) {
            return false;
        }
        NatsDelivery before = delivery.before;
        NatsDelivery after = delivery.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        delivery.before = null;
        delivery.after = null;
        delivery.isLent = false;
        return true;
    }

    /** The one that was added first. */
    @Nullable NatsDelivery first() {
        return first;
    }

    /** The one with a place in the stream. */
    @Nullable NatsDelivery find(long sequence) {
        NatsDelivery each = first;
        while (each != null && each.sequence != sequence) {
            each = each.after;
        }
        return each;
    }

    /** Does something to each, which does not change what is here. */
    void forEach(Consumer<NatsDelivery> action) {
        for (NatsDelivery each = first; each != null; each = each.after) {
            action.accept(each);
        }
    }

    boolean isEmpty() {
        return first == null;
    }
}
