package dev.crossdock.transport.rabbitmq;

import dev.crossdock.transport.rabbitmq.RabbitMqDelivery.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was handed out once and is not settled, in the order of the delivery tags. It knows which tags can be acknowledged
 * together with all before them: never one that the engine has, nor one that was kept. The receiver's thread's alone.
 */
final class Loans {
    private final Deque<RabbitMqDelivery> inOrder = new ArrayDeque<>();
    private final PriorityQueue<RabbitMqDelivery> kept =
            new PriorityQueue<>((one, other) -> Long.compare(one.tag, other.tag));
    private int open;

    /** Adds one that was handed out for the first time; its tag is higher than all before. */
    void add(RabbitMqDelivery delivery) {
        inOrder.addLast(delivery);
        open++;
    }

    /** How many are with the engine or kept. */
    int size() {
        return open;
    }

    /** Settles one that the engine has; {@code false} if it has it no more. */
    boolean settle(RabbitMqDelivery delivery) {
        if (delivery.state != State.OUT) {
            return false;
        }
        delivery.state = State.SETTLED;
        open--;
        return true;
    }

    /** Takes one from the engine, to be handed out again. */
    void keep(RabbitMqDelivery delivery) {
        if (delivery.state == State.OUT) {
            delivery.state = State.KEPT;
            kept.add(delivery);
        }
    }

    /** Hands out the oldest that was kept; {@code null} if there is none. */
    @Nullable RabbitMqDelivery takeKept() {
        RabbitMqDelivery oldest = kept.poll();
        if (oldest != null) {
            oldest.state = State.OUT;
        }
        return oldest;
    }

    /** The highest tag up to which everything is settled, if that has grown since the last call; else 0. */
    long takeSettledPrefix() {
        long highest = 0;
        for (RabbitMqDelivery oldest = inOrder.peekFirst();
                oldest != null && oldest.state == State.SETTLED;
                oldest = inOrder.peekFirst()) {
            highest = oldest.tag;
            inOrder.removeFirst();
        }
        return highest;
    }

    /** Settles all, the oldest first, telling whether each was with the engine. */
    void settleAll(Consumer<RabbitMqDelivery> withEngine, Consumer<RabbitMqDelivery> ifKept) {
        for (RabbitMqDelivery delivery : inOrder) {
            State before = delivery.state;
            delivery.state = State.SETTLED;
            if (before == State.OUT) {
                withEngine.accept(delivery);
            } else if (before == State.KEPT) {
                ifKept.accept(delivery);
            }
        }
        inOrder.clear();
        kept.clear();
        open = 0;
    }
}
