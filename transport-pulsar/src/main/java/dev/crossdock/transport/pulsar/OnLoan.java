package dev.crossdock.transport.pulsar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the engine has: a list that goes through the deliveries themselves. The receiver's thread's alone. */
final class OnLoan {
    private @Nullable PulsarDelivery first;
    private int size;

    int size() {
        return size;
    }

    void add(PulsarDelivery delivery) {
        PulsarDelivery second = first;
        delivery.previous = null;
        delivery.next = second;
        if (second != null) {
            second.previous = delivery;
        }
        first = delivery;
        delivery.lent = true;
        size++;
    }

    /** {@code false} if it is not on loan any more. */
    boolean remove(PulsarDelivery delivery) {
        if (!delivery.lent) {
            return false;
        }
        PulsarDelivery before = delivery.previous;
        PulsarDelivery after = delivery.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        delivery.lent = false;
        size--;
        return true;
    }

    void forEach(Consumer<PulsarDelivery> action) {
        for (PulsarDelivery each = first; each != null; each = each.next) {
            action.accept(each);
        }
    }

    /** Ends all loans. */
    List<PulsarDelivery> removeAll() {
        List<PulsarDelivery> all = new ArrayList<>(size);
        forEach(all::add);
        all.forEach(this::remove);
        return all;
    }
}
