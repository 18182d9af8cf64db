package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose loans run out, as on SQS and NATS.
 *
 * <p>What is put back, whether by release, by the end of its lease or of its session, comes at its former place. With
 * order per key, a key with a message on loan belongs to the session that has it, and a message that came back undone is
 * settled before anything of its key that is behind it is lent. A delayed message gets its place when it is due.
 */
final class LeasedQueue implements CopyTarget {
    private static final long NO_PLACE = -1;

    private final QueueGuard guard = new QueueGuard();
    private final Backlog backlog = new Backlog();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::due));
    private final List<LeasedSession> sessions = new ArrayList<>();
    private final @Nullable KeyLanes lanes;
    private final Capacity capacity;
    private final BrokerClock clock;
    private final SweepAlarm alarm;
    private final long maxHold;
    private final String name;
    private long nextPlace;
    private boolean discarded;

    LeasedQueue(Address.Queue address, boolean ordersPerKey, int maxMessages, BrokerClock clock) {
        this.name = address.inWords();
        this.lanes = ordersPerKey ? new KeyLanes() : null;
        this.capacity = new Capacity(maxMessages);
        this.clock = clock;
        this.alarm = new SweepAlarm(clock, this::alarmWentOff);
        this.maxHold = BrokerClock.nanos(Personality.LEASED_QUEUE.maxHold());
    }

    @Override
    public QueueGuard guard() {
        return guard;
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public boolean ordersPerKey() {
        return lanes != null;
    }

    @Override
    public void append(List<WireMessage> messages, int count, long delayNanos) {
        guard.enter();
        try {
            long due = delayNanos == 0 ? 0 : clock.now() + delayNanos;
            for (int i = 0; i < count; i++) {
                Queued queued = new Queued(messages.get(i));
                if (delayNanos == 0) {
                    queued.place = nextPlace++;
                    backlog.add(queued);
                } else {
                    queued.place = NO_PLACE;
                    delay(queued, due);
                }
            }
            guard.signal();
        } finally {
            guard.leave();
        }
    }

    @Override
    public Session join(ReceiverOptions options) {
        LeasedSession session = new LeasedSession(this, options);
        sessions.add(session);
        return session;
    }

    @Override
    public int onLoan() {
        guard.enter();
        try {
            return sessions.stream().mapToInt(session -> session.loans.size()).sum();
        } finally {
            guard.leave();
        }
    }

    @Override
    public List<WireMessage> peek(int limit) {
        guard.enter();
        try {
            List<Queued> placed = new ArrayList<>();
            sessions.forEach(session -> session.loans.forEach(loan -> placed.add(loan.queued)));
            backlog.forEachReturned(placed::add);
            if (lanes != null) {
                lanes.forEachWaiting(placed::add);
            }
            List<Queued> later = new ArrayList<>();
            delayed.stream().sorted(Comparator.comparingLong(Delayed::due)).forEach(one -> {
                if (one.queued.place == NO_PLACE) {
                    later.add(one.queued);
                } else if (!isKeyed(one.queued)) {
                    // Those with a key wait in their lanes.
                    placed.add(one.queued);
                }
            });
            return backlog.snapshot(placed, later, limit);
        } finally {
            guard.leave();
        }
    }

    @Override
    public void discard() {
        guard.enter();
        try {
            discarded = true;
            alarm.setAnew(BrokerClock.NEVER);
        } finally {
            guard.leave();
        }
    }

    void lend(LeasedSession session, int max, List<WireDelivery> into) {
        long now = sweepIfDue();
        while (into.size() < max) {
            Queued queued = next(session);
            if (queued == null) {
                return;
            }
            Loan loan = new Loan(queued, session, name, now + session.lease, now + maxHold);
            queued.loan = loan;
            session.loans.add(loan);
            String key = queued.message.key();
            if (lanes != null && key != null) {
                lanes.lent(loan, key, session);
            }
            noLaterThan(loan.end);
            into.add(loan);
        }
    }

    void accept(LeasedSession session, List<? extends WireDelivery> deliveries) {
        sweepIfDue();
        int gone = 0;
        for (WireDelivery delivery : deliveries) {
            Loan loan = (Loan) delivery;
            if (loan.isHeldBy(session)) {
                unlend(loan, session);
                if (lanes != null && loan.lane != null) {
                    lanes.settled(loan, loan.lane);
                }
                gone++;
            }
        }
        capacity.free(gone);
        if (lanes != null && lanes.anyFree()) {
            guard.signal();
        }
    }

    void release(Loan loan, long now, long delayNanos) {
        loan.queued.counted++;
        comeBack(loan, true, now + delayNanos, delayNanos > 0);
    }

    void giveBack(Loan loan) {
        comeBack(loan, false, 0, false);
    }

    void end(LeasedSession session, Session.Ending ending) {
        if (!sessions.remove(session)) {
            return;
        }
        for (Loan loan = session.loans.first(); loan != null; loan = session.loans.first()) {
            loan.queued.counted++;
            comeBack(loan, false, 0, false);
            if (ending == Session.Ending.LOST) {
                guard.lost(session.listener, loan);
            }
        }
        guard.signal();
    }

    /** Does what the time asks for, so that nobody acts upon a loan that has run out; returns the time. */
    long sweepIfDue() {
        long now = clock.now();
        if (alarm.isDue(now)) {
            sweep(now);
        }
        return now;
    }

    private @Nullable Queued next(LeasedSession session) {
        Queued returned = backlog.peekReturned();
        if (lanes != null) {
            KeyLane lane = lanes.first(session);
            if (lane != null && (returned == null || lane.listedPlace < returned.place)) {
                return lanes.poll(lane);
            }
        }
        if (returned != null) {
            return backlog.poll();
        }
        Queued queued = backlog.pollNew();
        while (queued != null
                && lanes != null
                && queued.message.key() != null
                && !lanes.admits(queued, queued.message.key(), session)) {
            queued = backlog.pollNew();
        }
        return queued;
    }

    private boolean isKeyed(Queued queued) {
        return lanes != null && queued.message.key() != null;
    }

    private void comeBack(Loan loan, boolean undone, long due, boolean later) {
        Queued queued = loan.queued;
        unlend(loan, (LeasedSession) loan.session);
        queued.waits = later;
        if (lanes != null && loan.lane != null) {
            lanes.cameBack(loan, loan.lane, undone);
        } else if (!later) {
            backlog.putBack(queued);
        }
        if (later) {
            delay(queued, due);
        }
    }

    private static void unlend(Loan loan, LeasedSession session) {
        loan.queued.loan = null;
        session.loans.remove(loan);
    }

    private void delay(Queued queued, long due) {
        delayed.add(new Delayed(queued, due));
        noLaterThan(due);
    }

    private void noLaterThan(long at) {
        if (!discarded) {
            alarm.noLaterThan(at);
        }
    }

    private void alarmWentOff() {
        guard.enter();
        try {
            sweep(clock.now());
        } finally {
            guard.leave();
        }
    }

    private void sweep(long now) {
        long earliest = BrokerClock.NEVER;
        for (LeasedSession session : sessions) {
            Loan loan = session.loans.first();
            for (; loan != null && loan.end <= now; loan = session.loans.first()) {
                loan.queued.counted++;
                comeBack(loan, true, 0, false);
                guard.lost(session.listener, loan);
            }
            earliest = loan == null ? earliest : Math.min(earliest, loan.end);
        }
        Delayed next = delayed.peek();
        for (; next != null && next.due <= now; next = delayed.peek()) {
            delayed.remove();
            due(next.queued);
        }
        earliest = next == null ? earliest : Math.min(earliest, next.due);
        alarm.setAnew(discarded ? BrokerClock.NEVER : earliest);
        guard.signal();
    }

    private void due(Queued queued) {
        queued.waits = false;
        if (queued.place == NO_PLACE) {
            queued.place = nextPlace++;
            backlog.add(queued);
        } else if (lanes != null && queued.message.key() != null) {
            lanes.due(queued.message.key());
        } else {
            backlog.putBack(queued);
        }
    }

    private record Delayed(Queued queued, long due) {}
}
