package dev.crossdock.transport.nats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the server has delivered and nobody has settled: what the engine has, in the order in which it ends, and what is
 * still here, in the order of the stream. The receiver's thread's alone.
 */
final class Loans {
    private final Lent out = new Lent();
    private final TreeMap<Long, NatsDelivery> here = new TreeMap<>();

    /** Keeps one that was not handed out, or came back. */
    void keep(NatsDelivery delivery) {
        here.put(delivery.sequence, delivery);
    }

    /** Hands out the oldest that is here; {@code null} if there is none. */
    @Nullable NatsDelivery takeKept() {
        Map.Entry<Long, NatsDelivery> oldest = here.pollFirstEntry();
        return oldest == null ? null : oldest.getValue();
    }

    int kept() {
        return here.size();
    }

    boolean isEmpty() {
        return out.isEmpty() && here.isEmpty();
    }

    /** The engine gets it; gives the loan that it had of the same message, which has ended then. */
    @Nullable NatsDelivery handOut(NatsDelivery delivery) {
        // What was never delivered before has no other loan, and most messages never were.
        NatsDelivery before = delivery.delivered > 1 ? out.find(delivery.sequence) : null;
        if (before != null) {
            out.remove(before);
        }
        out.add(delivery);
        return before;
    }

    /** The engine settles one; {@code false} if it has it no more. */
    boolean settle(NatsDelivery delivery) {
        return out.remove(delivery);
    }

    /** The engine keeps one for longer; {@code false} if it has it no more. */
    boolean renew(NatsDelivery delivery, long until) {
        if (!out.remove(delivery)) {
            return false;
        }
        delivery.heldUntil = until;
        out.add(delivery);
        return true;
    }

    /** Takes what the engine has held for too long. */
    void takeOverdue(long now, Consumer<NatsDelivery> lost) {
        for (NatsDelivery first = out.first(); first != null && first.heldUntil - now <= 0; first = out.first()) {
            out.remove(first);
            lost.accept(first);
        }
    }

    /** Does something to each that is here. */
    void forEachKept(Consumer<NatsDelivery> action) {
        here.values().forEach(action);
    }

    /** Does something to each that the engine has. */
    void forEachOut(Consumer<NatsDelivery> action) {
        out.forEach(action);
    }

    /** Takes all that is here, in the order of the stream. */
    List<NatsDelivery> takeAllKept() {
        List<NatsDelivery> all = new ArrayList<>(here.values());
        here.clear();
        return all;
    }

    /** Takes all that the engine has, in the order of the stream. */
    List<NatsDelivery> takeAllOut() {
        List<NatsDelivery> all = new ArrayList<>();
        out.forEach(all::add);
        all.forEach(out::remove);
        all.sort(Comparator.comparingLong((NatsDelivery delivery) -> delivery.sequence));
        return all;
    }
}
