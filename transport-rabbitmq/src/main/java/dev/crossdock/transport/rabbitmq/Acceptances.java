package dev.crossdock.transport.rabbitmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was accepted and the broker has not been told. It is told as rarely as possible: one acknowledgement for the run of
 * settled messages at the front, one each for the others; after a quarter of the prefetch, or a moment. For a quorum queue
 * each acknowledgement is an entry in its log, so that a consumer that is quicker than the queue would slow the queue down.
 * The receiver's thread's alone.
 */
final class Acceptances {
    private static final long MOMENT_NANOS = Duration.ofMillis(2).toNanos();

    private final Loans loans;
    private final Acknowledgement acknowledgement;
    private final Consumer<RabbitMqDelivery> onLost;
    private final int atOnce;
    private final List<RabbitMqDelivery> untold = new ArrayList<>();
    private long due;

    Acceptances(Loans loans, Acknowledgement acknowledgement, int prefetch, Consumer<RabbitMqDelivery> onLost) {
        this.loans = loans;
        this.acknowledgement = acknowledgement;
        this.atOnce = Math.max(1, prefetch / 4);
        this.onLost = onLost;
    }

    void add(RabbitMqDelivery loan) {
        if (loans.settle(loan)) {
            if (untold.isEmpty()) {
                due = System.nanoTime() + MOMENT_NANOS;
            }
            untold.add(loan);
        }
    }

    /** Tells the broker if it is time to. */
    void tellIfDue() {
        if (untold.size() >= atOnce || (!untold.isEmpty() && System.nanoTime() - due >= 0)) {
            tell();
        }
    }

    /** As much of a wait as there is until it is time to tell the broker. */
    long untilDue(long nanos) {
        return untold.isEmpty() ? nanos : Math.max(0, Math.min(nanos, due - System.nanoTime()));
    }

    /** Tells the broker. */
    void tell() {
        long prefix = loans.takeSettledPrefix();
        boolean told = true;
        long highest = 0;
        for (RabbitMqDelivery loan : untold) {
            if (loan.tag > prefix) {
                told &= acknowledgement.pass(loan.tag, false);
            } else {
                highest = Math.max(highest, loan.tag);
            }
        }
        if (highest > 0) {
            // Not the end of the prefix: the broker ends the channel over a tag that was acknowledged before.
            told &= acknowledgement.pass(highest, true);
        }
        if (!told) {
            untold.forEach(onLost);
        }
        untold.clear();
    }

    /** The session is over before the broker was told. */
    void lose() {
        untold.forEach(onLost);
        untold.clear();
    }

    /** Tells the broker of one message, or of it and all before it that it was not told of. */
    interface Acknowledgement {
        /** {@code false} if it could not be passed on. */
        boolean pass(long tag, boolean withAllBefore);
    }
}
