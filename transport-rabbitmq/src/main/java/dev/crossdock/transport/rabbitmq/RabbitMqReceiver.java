package dev.crossdock.transport.rabbitmq;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one queue on a channel of its own.
 *
 * <p>What is done with a message is written at once, but for its acceptance, see {@link Acceptances}. When channel or
 * connection are lost, everything on loan is reported lost, and the broker delivers it again.
 */
final class RabbitMqReceiver implements Receiver {
    private final Subscription subscription;
    private final boolean tellsLossesApart;
    private final @Nullable Replacements replacements;
    private final Inflow inflow;
    private final SettlementListener listener;
    private final boolean ordered;
    private final Loans loans = new Loans();
    private final Acceptances acceptances;

    private boolean closed;

    RabbitMqReceiver(
            Subscription subscription,
            Inflow inflow,
            ReceiverOptions options,
            boolean tellsLossesApart,
            @Nullable Replacements replacements) {
        this.subscription = subscription;
        this.tellsLossesApart = tellsLossesApart;
        this.replacements = replacements;
        this.inflow = inflow;
        this.listener = options.listener();
        this.ordered = options.ordering() == Ordering.PER_KEY;
        this.acceptances = new Acceptances(loans, subscription::ack, subscription.window(), listener::lost);
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws Exception {
        if (max > 0 && inflow.failure() == null) {
            subscription.provideFor(loans.size(), max);
        }
        long deadline = System.nanoTime() + wait.toNanos();
        List<WireDelivery> taken = new ArrayList<>(Math.min(max, 64));
        while (true) {
            throwIfLost();
            acceptances.tellIfDue();
            take(max, taken);
            long left = deadline - System.nanoTime();
            if (inflow.takeWakeup() || !taken.isEmpty() || left <= 0) {
                return taken;
            }
            inflow.await(acceptances.untilDue(left), max > 0);
        }
    }

    @Override
    public void wakeup() {
        inflow.wakeup();
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            acceptances.add((RabbitMqDelivery) delivery);
        }
        acceptances.tellIfDue();
    }

    /** With order it stays here, as in {@link #giveBack}: from the broker it would come behind younger ones of its key. */
    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        if (!delay.isZero()) {
            // Not a failure of the broker, but of whoever did not read the capabilities.
            throw new IllegalArgumentException("wanted to release with a delay of " + delay + ", possible is none");
        }
        for (WireDelivery delivery : deliveries) {
            RabbitMqDelivery loan = (RabbitMqDelivery) delivery;
            if (ordered) {
                loan.countRelease();
                loans.keep(loan);
            } else if (loans.settle(loan)) {
                subscription.returnCounted(loan.tag);
            }
        }
    }

    /**
     * With order, this receiver is the only one that could get them, so they are kept here and handed out again. Without,
     * the subscription is suspended first, or the broker would give them to this receiver again.
     */
    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        if (ordered) {
            deliveries.forEach(delivery -> loans.keep((RabbitMqDelivery) delivery));
            return;
        }
        List<RabbitMqDelivery> back = new ArrayList<>(deliveries.size());
        for (WireDelivery delivery : deliveries) {
            RabbitMqDelivery loan = (RabbitMqDelivery) delivery;
            if (loans.settle(loan)) {
                back.add(loan);
            }
        }
        back.sort(Comparator.comparingLong(loan -> loan.tag));
        subscription.suspend();
        returnUncounted(back);
        returnPushed();
    }

    /** Nothing to do: loans end by the broker's consumer timeout, which cannot be extended. */
    @Override
    public void renew(List<? extends WireDelivery> deliveries) {}

    /** Nothing to do: this broker has no lasting place for attempts. */
    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        return false;
    }

    @Override
    public void close() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        if (inflow.failure() != null) {
            acceptances.lose();
            subscription.abandon();
            return;
        }
        acceptances.tell();
        if (!ordered) {
            subscription.suspend();
            subscription.awaitCalm();
            // What handlers still have goes back with the channel, counted, as attempts that were started.
            returnPushed();
        } else if (loans.size() > 0 || !inflow.isEmpty()) {
            returnInOrder();
        }
        subscription.close();
    }

    /**
     * Puts everything back in its order, so that no other receiver gets a younger message before an older one: what was not
     * started uncounted, what handlers still have as an attempt.
     */
    private void returnInOrder() throws Exception {
        subscription.stepDown();
        subscription.awaitCalm();
        loans.settleAll(atWork -> subscription.returnCounted(atWork.tag), kept -> {
            if (kept.wasReleased()) {
                subscription.returnCounted(kept.tag);
            } else {
                subscription.returnUncounted(kept.tag);
            }
        });
        returnPushed();
        subscription.leave();
    }

    private void take(int max, List<WireDelivery> into) {
        while (into.size() < max) {
            RabbitMqDelivery next = loans.takeKept();
            if (next == null) {
                Inflow.Pushed pushed = inflow.poll();
                if (pushed == null) {
                    return;
                }
                next = delivery(pushed);
                loans.add(next);
            }
            into.add(next);
        }
    }

    private RabbitMqDelivery delivery(Inflow.Pushed pushed) {
        // Before 4.3 what comes from a lane may bring the lane's count with it.
        int before = pushed.envelope().isRedeliver() ? WireFormat.deliveriesBefore(pushed.properties()) : 0;
        return new RabbitMqDelivery(
                pushed.envelope().getDeliveryTag(),
                WireFormat.message(
                        pushed.envelope().getExchange(),
                        pushed.envelope().getRoutingKey(),
                        pushed.properties(),
                        pushed.body()),
                1 + before,
                before > 0 && tellsLossesApart,
                subscription.queue());
    }

    private void returnPushed() {
        List<RabbitMqDelivery> back = new ArrayList<>();
        for (Inflow.Pushed pushed = inflow.poll(); pushed != null; pushed = inflow.poll()) {
            back.add(delivery(pushed));
        }
        returnUncounted(back);
    }

    private void returnUncounted(List<RabbitMqDelivery> back) {
        boolean replaced = replacements != null && !back.isEmpty() && replacements.store(back);
        for (RabbitMqDelivery delivery : back) {
            if (replaced) {
                subscription.ack(delivery.tag, false);
            } else {
                subscription.returnUncounted(delivery.tag);
            }
        }
    }

    private void throwIfLost() throws Exception {
        Exception failure = inflow.failure();
        if (failure != null) {
            acceptances.lose();
            loans.settleAll(listener::lost, kept -> {});
            throw failure;
        }
    }
}
