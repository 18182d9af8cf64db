package dev.crossdock.transport.rabbitmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What was accepted and the broker has not been told. It is told as rarely as possible, after half of the window or a
 * moment: one acknowledgement for the run of settled messages at the front. Those behind one that is not settled wait for it
 * once, because handlers that are quick are done with it by the next time; then, or if they are many, the broker gets one for
 * each, because a slow handler must not keep what others have done. For a quorum queue each acknowledgement is an entry in
 * its log, so that a consumer that tells more often than it must slows the queue down for everybody. The receiver's thread's
 * alone.
 */
final class Acceptances {
    private static final long MOMENT_NANOS = Duration.ofMillis(10).toNanos();
    // With most of the window in use, what is not told soon may be what the broker waits for to send more.
    private static final long SHORT_MOMENT_NANOS = Duration.ofMillis(2).toNanos();

    private final Loans loans;
    private final Acknowledgement acknowledgement;
    private final Consumer<RabbitMqDelivery> onLost;
    private final int atOnce;
    private final int mostOvertaking;
    private final int scarce;
    private final List<RabbitMqDelivery> fresh = new ArrayList<>();
    private final List<RabbitMqDelivery> overtaking = new ArrayList<>();
    private long since;

    /**
     * @param window how many messages the broker lets be without an answer
     * @param onLost is told of what was accepted, and the broker cannot be told
     */
    Acceptances(Loans loans, Acknowledgement acknowledgement, int window, Consumer<RabbitMqDelivery> onLost) {
        this.loans = loans;
        this.acknowledgement = acknowledgement;
        this.atOnce = Math.max(1, window / 2);
        this.mostOvertaking = window / 4;
        this.scarce = window - window / 4;
        this.onLost = onLost;
    }

    void add(RabbitMqDelivery loan) {
        if (loans.settle(loan)) {
            if (isEmpty()) {
                since = System.nanoTime();
            }
            fresh.add(loan);
        }
    }

    /** Tells the broker if it is time to. */
    void tellIfDue() {
        if (fresh.size() >= atOnce || (!isEmpty() && left() <= 0)) {
            pass();
        }
    }

    /** As much of a wait as there is until it is time to tell the broker. */
    long untilDue(long nanos) {
        return isEmpty() ? nanos : Math.max(0, Math.min(nanos, left()));
    }

    /** Tells the broker of all. */
    void tell() {
        waitNoLonger();
        pass();
    }

    /** The session is over before the broker was told. */
    void lose() {
        waitNoLonger();
        overtaking.forEach(onLost);
        overtaking.clear();
    }

    private void pass() {
        long prefix = loans.takeSettledPrefix();
        if (fresh.stream().filter(loan -> loan.tag > prefix).count() > mostOvertaking) {
            waitNoLonger();
        }
        boolean passed = true;
        for (RabbitMqDelivery loan : overtaking) {
            if (loan.tag > prefix) {
                passed &= acknowledgement.pass(loan.tag, false);
            }
        }
        // Not the end of the prefix: the broker ends the channel over a tag that was acknowledged before.
        long highest = Stream.of(overtaking, fresh)
                .flatMap(List::stream)
                .mapToLong(loan -> loan.tag)
                .filter(tag -> tag <= prefix)
                .max()
                .orElse(0);
        if (highest > 0) {
            passed &= acknowledgement.pass(highest, true);
        }
        if (!passed) {
            lose();
            return;
        }
        overtaking.clear();
        fresh.removeIf(loan -> loan.tag <= prefix);
        waitNoLonger();
        since = System.nanoTime();
    }

    /** The next time the broker is told of whatever is here now. */
    private void waitNoLonger() {
        overtaking.addAll(fresh);
        fresh.clear();
    }

    private boolean isEmpty() {
        return fresh.isEmpty() && overtaking.isEmpty();
    }

    private long left() {
        int inUse = loans.size() + fresh.size() + overtaking.size();
        return since + (inUse >= scarce ? SHORT_MOMENT_NANOS : MOMENT_NANOS) - System.nanoTime();
    }

    /** Tells the broker of one message, or of it and all before it that it was not told of. */
    interface Acknowledgement {
        /** {@code false} if it could not be passed on. */
        boolean pass(long tag, boolean withAllBefore);
    }
}
