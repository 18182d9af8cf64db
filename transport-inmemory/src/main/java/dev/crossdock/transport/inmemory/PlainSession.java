package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.util.List;

/** A reader of a {@link PlainQueue}. */
final class PlainSession implements Session {
    final Loans loans = new Loans();

    private final PlainQueue queue;
    private final String queueName;
    private final SettlementListener listener;

    PlainSession(PlainQueue queue, String queueName, SettlementListener listener) {
        this.queue = queue;
        this.queueName = queueName;
        this.listener = listener;
    }

    @Override
    public void take(int max, List<WireDelivery> into) {
        while (into.size() < max) {
            Queued queued = queue.poll(this);
            if (queued == null) {
                return;
            }
            Loan loan = new Loan(queued, this, queueName, BrokerClock.NEVER, BrokerClock.NEVER);
            queued.loan = loan;
            loans.add(loan);
            into.add(loan);
        }
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        int gone = 0;
        for (WireDelivery delivery : deliveries) {
            if (unlend((Loan) delivery)) {
                gone++;
            }
        }
        queue.capacity().free(gone);
    }

    /** The delay is zero: this broker has no other. */
    @Override
    public void release(List<? extends WireDelivery> deliveries, long delayNanos) {
        // Backwards, so that the first of them ends up in front.
        for (int i = deliveries.size() - 1; i >= 0; i--) {
            Loan loan = (Loan) deliveries.get(i);
            if (unlend(loan)) {
                loan.queued.counted++;
                queue.putFirst(loan.queued);
            }
        }
        queue.guard().signal();
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            Loan loan = (Loan) delivery;
            if (unlend(loan)) {
                queue.putBack(loan.queued);
            }
        }
        queue.guard().signal();
    }

    /** Nothing to do: loans do not run out. */
    @Override
    public void renew(List<? extends WireDelivery> deliveries) {}

    @Override
    public void hold(WireDelivery delivery, int attemptsMade) {}

    @Override
    public boolean notesAttempts() {
        return false;
    }

    @Override
    public void end(Ending ending) {
        if (!queue.leave(this)) {
            return;
        }
        for (Loan loan = loans.first(); loan != null; loan = loans.first()) {
            unlend(loan);
            loan.queued.counted++;
            queue.putBack(loan.queued);
            if (ending == Ending.LOST) {
                queue.guard().lost(listener, loan);
            }
        }
        queue.guard().signal();
    }

    private boolean unlend(Loan loan) {
        if (!loan.isHeldBy(this)) {
            return false;
        }
        loan.queued.loan = null;
        loans.remove(loan);
        return true;
    }
}
