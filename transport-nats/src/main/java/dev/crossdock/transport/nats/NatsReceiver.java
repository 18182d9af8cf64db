package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one consumer.
 *
 * <p>What it has asked for stays asked for from one {@link #receive} to the next. A loan ends when it was not renewed
 * for a lease, or for the consumer's {@code ack_wait} if that is longer. When the connection is lost the session ends,
 * and the engine opens another: in what was on its way, nobody knows what is missing.
 */
final class NatsReceiver implements Receiver {
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    /** So many are handed on at a time, so that handlers, and their acknowledgements, begin while the rest is taken in. */
    private static final int AT_A_TIME = 64;

    private final Inflow inflow;
    private final Acknowledging server;
    private final SettlementListener listener;
    private final Duration ackWait;
    private final Duration timeout;
    private final @Nullable Turn turn;
    private final @Nullable Notes notes;
    private final Ending ending;
    private final Loans loans = new Loans();
    private final AckSubjects subjects = new AckSubjects();
    private final long held;
    private final long signAfter;
    private final boolean leaseIsLonger;
    private long signGiven;
    private long turned = System.nanoTime();
    private boolean closed;

    /** What happens at the end of a session, whether it ends well or not. */
    interface Ending {
        void run(Inflow inflow) throws Exception;
    }

    /**
     * @param lease how long a loan lasts
     * @param ackWait how long the server waits for a sign, or for what becomes of a message
     * @param turn {@code null} without order
     * @param notes {@code null} where nobody asks how often a message was attempted
     */
    NatsReceiver(
            Inflow inflow,
            Acknowledging server,
            SettlementListener listener,
            Duration lease,
            Duration ackWait,
            Duration timeout,
            @Nullable Turn turn,
            @Nullable Notes notes,
            Ending ending) {
        this.inflow = inflow;
        this.server = server;
        this.listener = listener;
        this.ackWait = ackWait;
        this.timeout = timeout;
        this.turn = turn;
        this.notes = notes;
        this.ending = ending;
        this.signAfter = ackWait.toNanos() / 3;
        this.leaseIsLonger = lease.compareTo(ackWait) > 0;
        this.held = (leaseIsLonger ? lease : ackWait).toNanos();
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws Exception {
        if (max > 0) {
            inflow.start();
        }
        long deadline = System.nanoTime() + wait.toNanos();
        List<WireDelivery> taken = new ArrayList<>(Math.min(max, 64));
        Message first = null;
        while (true) {
            failAfterStandstill();
            throwIfLost();
            keepAlive();
            if (first == null) {
                askFor(max);
            }
            arrive(first, max, taken);
            long left = deadline - System.nanoTime();
            if (inflow.takeWakeup() || !taken.isEmpty() || left <= 0) {
                return taken;
            }
            boolean looking = turn != null && !turn.hasBegun() && loans.kept() > 0;
            first = inflow.await(Math.min(left, looking ? LOOK_NANOS : signAfter));
        }
    }

    @Override
    public void wakeup() {
        inflow.wakeup();
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            NatsDelivery loan = (NatsDelivery) delivery;
            if (loans.settle(loan) && !server.done(loan)) {
                listener.lost(loan);
            }
        }
    }

    /** With order it stays here, as in {@link #giveBack}: from the server it would come behind younger ones of its key. */
    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        for (WireDelivery delivery : deliveries) {
            NatsDelivery loan = (NatsDelivery) delivery;
            if (!loans.settle(loan)) {
                continue;
            }
            loan.countThis();
            loan.suspect(false);
            if (turn != null) {
                loans.keep(loan);
            } else if (notes != null) {
                // So that whoever gets it next knows that its process has not died of it.
                server.againNoted(loan, delay, notes, delay.plus(Notes.SHORT));
            } else {
                server.againAfter(loan, delay);
            }
        }
    }

    /** With order they stay here and are handed out again. Without, nothing is asked for any more, or they would come back. */
    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        List<NatsDelivery> back = new ArrayList<>(deliveries.size());
        for (WireDelivery delivery : deliveries) {
            NatsDelivery loan = (NatsDelivery) delivery;
            if (loans.settle(loan)) {
                back.add(loan);
            }
        }
        if (turn != null) {
            back.forEach(loans::keep);
            return;
        }
        stopInflow();
        back.forEach(loans::keep);
        loans.takeAllKept().forEach(this::returnUnstarted);
    }

    @Override
    public void renew(List<? extends WireDelivery> deliveries) {
        long until = System.nanoTime() + held;
        for (WireDelivery delivery : deliveries) {
            NatsDelivery loan = (NatsDelivery) delivery;
            if (loans.renew(loan, until)) {
                server.working(loan);
            }
        }
    }

    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        if (notes == null) {
            return false;
        }
        NatsDelivery loan = (NatsDelivery) delivery;
        loan.note(attemptsMade);
        loan.suspect(false);
        notes.write(loan, Notes.LASTING, () -> {});
        return true;
    }

    @Override
    public void close() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (inflow.failure() == null) {
                stopInflow();
                loans.takeAllKept().forEach(this::returnUnstarted);
                // What handlers still have goes back as an attempt that was started.
                loans.takeAllOut().forEach(this::returnStarted);
                server.flush(timeout);
            }
        } finally {
            inflow.abandon();
            ending.run(inflow);
        }
    }

    /** Asks for what there is room for; before its turn has begun, for what must come first, room or not. */
    private void askFor(int max) {
        if (turn == null || turn.hasBegun()) {
            inflow.ask(max - loans.kept());
        } else if (max > 0) {
            inflow.ask(loans.kept() == 0 ? max : turn.more(loans.kept(), max));
        }
    }

    /** Takes in some of what has come, and hands out what there is room for. */
    private void arrive(@Nullable Message first, int max, List<WireDelivery> into) throws Exception {
        List<NatsDelivery> arrived = new ArrayList<>();
        List<NatsDelivery> again = new ArrayList<>(0);
        for (Message next = first == null ? inflow.poll() : first; next != null; ) {
            NatsDelivery delivery = new NatsDelivery(next, subjects);
            arrived.add(delivery);
            if (delivery.delivered > 1) {
                again.add(delivery);
            }
            next = arrived.size() < AT_A_TIME ? inflow.poll() : null;
        }
        if (!again.isEmpty()) {
            mayComeAgain();
            if (notes != null) {
                notes.read(again);
            }
        }
        // The usual case is that nothing waits here; only the others go through the queue.
        boolean straight = loans.kept() == 0 && (turn == null || turn.hasBegun());
        for (NatsDelivery delivery : arrived) {
            if (straight && into.size() < max) {
                handOut(delivery, into);
            } else {
                loans.keep(delivery);
            }
        }
        if (loans.kept() > 0 && into.size() < max && (turn == null || turn.isOurs(loans.kept()))) {
            for (NatsDelivery next = loans.takeKept(); next != null; next = loans.takeKept()) {
                next.renumber();
                handOut(next, into);
                if (into.size() == max) {
                    return;
                }
            }
        }
    }

    private void handOut(NatsDelivery delivery, List<WireDelivery> into) {
        delivery.heldUntil = System.nanoTime() + held;
        NatsDelivery before = loans.handOut(delivery);
        if (before != null) {
            listener.lost(before);
        }
        into.add(delivery);
    }

    private void mayComeAgain() throws MessagingException {
        if (turn != null && turn.hasBegun()) {
            throw new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Found that the server delivers again what this receiver has had for longer than ack_wait, "
                            + ackWait + ": later messages have overtaken it");
        }
    }

    /**
     * Tells the server of what waits here for room, and of what the engine has if it tells of that more rarely than the
     * server wants to hear it; and that this receiver is there.
     */
    private void keepAlive() {
        long now = System.nanoTime();
        loans.takeOverdue(now, listener::lost);
        if (turn != null) {
            inflow.keepPin(signAfter);
        }
        if (loans.isEmpty()) {
            signGiven = now;
        } else if (now - signGiven > signAfter) {
            signGiven = now;
            loans.forEachKept(server::working);
            if (leaseIsLonger) {
                loans.forEachOut(server::working);
            }
        }
    }

    private void returnStarted(NatsDelivery delivery) {
        delivery.countThis();
        returnUnstarted(delivery);
    }

    private void returnUnstarted(NatsDelivery delivery) {
        if (notes != null) {
            server.againNoted(delivery, Duration.ZERO, notes, Notes.LASTING);
        } else {
            server.again(delivery);
        }
    }

    private void stopInflow() {
        List<NatsDelivery> again = new ArrayList<>(0);
        try {
            inflow.stop(timeout, next -> {
                NatsDelivery delivery = new NatsDelivery(next, subjects);
                loans.keep(delivery);
                if (delivery.delivered > 1) {
                    again.add(delivery);
                }
            });
            if (notes != null && !again.isEmpty()) {
                // Or what is written when it goes back would forget what was written the last time.
                notes.read(again);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // By now the server has given to others what was lent, and what is still on its way to here does not tell its age.
    private void failAfterStandstill() {
        long now = System.nanoTime();
        if (notes != null && now - turned > held) {
            inflow.fail(new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Found that this process stood still for " + Duration.ofNanos(now - turned)
                            + ", and loans end after " + Duration.ofNanos(held)));
        }
        turned = now;
    }

    private void throwIfLost() throws MessagingException {
        MessagingException failure = inflow.failure();
        if (failure != null) {
            loans.takeAllKept();
            loans.takeAllOut().forEach(listener::lost);
            throw failure;
        }
    }
}
