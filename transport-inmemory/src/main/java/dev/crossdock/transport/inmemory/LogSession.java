package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A member of a group that reads a {@link LogQueue}: it owns some of its partitions. */
final class LogSession implements Session {
    final List<PartitionProgress> assigned = new ArrayList<>();
    final SettlementListener listener;

    private final LogQueue queue;
    private int turn;

    LogSession(LogQueue queue, SettlementListener listener) {
        this.queue = queue;
        this.listener = listener;
    }

    @Override
    public void take(int max, List<WireDelivery> into) {
        commit();
        // Another partition is the first each time, so that a busy one does not keep the others waiting.
        int count = assigned.size();
        turn = count == 0 ? 0 : (turn + 1) % count;
        for (int i = 0; i < count && into.size() < max; i++) {
            assigned.get((turn + i) % count).take(max, into);
        }
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        forEachHeld(deliveries, loan -> loan.progress.accept(loan));
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, long delayNanos) {
        throw new UnsupportedOperationException("a log releases nothing, see Capabilities.releases");
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        forEachHeld(deliveries, loan -> loan.progress.giveBack(loan));
    }

    /** Nothing to do: loans do not run out. */
    @Override
    public void renew(List<? extends WireDelivery> deliveries) {}

    @Override
    public void hold(WireDelivery delivery, int attemptsMade) {
        forEachHeld(List.of(delivery), loan -> loan.progress.hold(loan, attemptsMade));
    }

    @Override
    public boolean notesAttempts() {
        return true;
    }

    @Override
    public void end(Ending ending) {
        queue.leave(this, ending);
    }

    void commit() {
        assigned.forEach(PartitionProgress::commit);
    }

    private void forEachHeld(List<? extends WireDelivery> deliveries, Consumer<LogLoan> action) {
        for (WireDelivery delivery : deliveries) {
            LogLoan loan = (LogLoan) delivery;
            if (loan.progress.owner == this && loan.progress.isHeld(loan)) {
                action.accept(loan);
            }
        }
    }
}
