package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.ObjLongConsumer;

/** A reader of a {@link LeasedQueue}. */
final class LeasedSession implements Session {
    final Loans loans = new Loans();
    final NavigableSet<KeyLane> lanes = KeyLanes.newList();
    final SettlementListener listener;
    final long lease;

    private final LeasedQueue queue;

    LeasedSession(LeasedQueue queue, ReceiverOptions options) {
        this.queue = queue;
        this.listener = options.listener();
        this.lease = BrokerClock.nanos(options.lease());
    }

    @Override
    public void take(int max, List<WireDelivery> into) {
        queue.lend(this, max, into);
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        queue.accept(this, deliveries);
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, long delayNanos) {
        forEachHeld(deliveries, (loan, now) -> queue.release(loan, now, delayNanos));
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        forEachHeld(deliveries, (loan, now) -> queue.giveBack(loan));
    }

    @Override
    public void renew(List<? extends WireDelivery> deliveries) {
        forEachHeld(deliveries, (loan, now) -> {
            loans.remove(loan);
            loan.end = Math.min(now + lease, loan.limit);
            loans.add(loan);
        });
    }

    @Override
    public void hold(WireDelivery delivery, int attemptsMade) {
        forEachHeld(
                List.of(delivery), (loan, now) -> loan.queued.counted = Math.max(loan.queued.counted, attemptsMade));
    }

    @Override
    public boolean notesAttempts() {
        return true;
    }

    @Override
    public void end(Ending ending) {
        queue.end(this, ending);
    }

    private void forEachHeld(List<? extends WireDelivery> deliveries, ObjLongConsumer<Loan> action) {
        long now = queue.sweepIfDue();
        for (WireDelivery delivery : deliveries) {
            Loan loan = (Loan) delivery;
            if (loan.isHeldBy(this)) {
                action.accept(loan, now);
            }
        }
        queue.guard().signal();
    }
}
