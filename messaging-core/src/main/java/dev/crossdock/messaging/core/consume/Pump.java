package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.TimeSource.Alarm;
import dev.crossdock.messaging.core.Pauses;
import dev.crossdock.messaging.core.Threads;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The receive loop: settles, fetches as much as there is room for, hands batches on, and keeps loans alive. Its thread is
 * the only one that touches the receiver.
 */
final class Pump implements Runnable {
    // Only bounds on how long the broker is not asked for anything; whatever matters wakes the pump.
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);
    private static final Duration BUSY_WAIT = Duration.ofMillis(10);
    private static final System.Logger LOG = System.getLogger("dev.crossdock.messaging");

    private final Membership<?> member;
    private final Connector connector;
    private final Standstill standstill;
    private final Workers workers;
    private final Appetite appetite;
    private final Renewals renewals;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile Session session;
    private volatile boolean waiting;
    private volatile boolean paused;
    private volatile boolean closing;
    private volatile boolean overdue;
    private volatile boolean aloneWanted;
    private volatile boolean drained;

    Pump(Membership<?> member, Session session, Workers workers) {
        this.member = member;
        this.connector = new Connector(member);
        this.standstill = new Standstill(member.settings().lease());
        this.session = session;
        this.workers = workers;
        this.appetite = new Appetite(member.settings().prefetch(), member.ready());
        this.renewals = new Renewals(member, this::wake);
        this.thread = Threads.daemon("crossdock-" + member.topic() + "-" + member.group() + "-receive", this);
    }

    void start() {
        thread.start();
    }

    /** Any thread: the settlement of a message is decided. */
    void settled(InFlight message) {
        int waitingToBePassedOn = message.session.push(message);
        // Only now: a drain that saw it concluded before it was pushed would leave it unsettled.
        message.become(InFlight.CONCLUDED);
        if (waitingToBePassedOn >= appetite.flushAt()) {
            wake();
        }
    }

    /** Any thread: attempts of a message that stays here are to be noted. */
    void held(InFlight message, int attemptsMade) {
        message.session.push(new Session.Held(message, attemptsMade));
        wake();
    }

    /** Any thread: whether a message has to wait until it is known to be ours still; if so, it does. */
    boolean holdBack(InFlight message) {
        if (!standstill.isOn()) {
            return false;
        }
        message.become(InFlight.PARKED);
        message.session.doubt(message);
        wake();
        return true;
    }

    /** A worker has nothing to do: what was settled need not wait for more. */
    void flush() {
        if (session.hasSomethingToPassOn()) {
            wake();
        }
    }

    /** Any thread: a message waits to be handled with nothing else in hand. */
    void goAlone() {
        aloneWanted = true;
        wake();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        wake();
    }

    void prefetch(int messages) {
        appetite.prefetch(messages);
        wake();
    }

    /** Why it does not receive at the moment, if it does not. */
    @Nullable Throwable trouble() {
        return connector.trouble();
    }

    /** Takes no more messages, gives back what was not started, and waits for the rest until it is {@link #overdue()}. */
    void close() {
        closing = true;
        connector.stop();
        wake();
    }

    /** Does not wait for handlers any longer. */
    void overdue() {
        overdue = true;
        wake();
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether it ended with nothing left in any handler. */
    boolean drained() {
        return drained;
    }

    @Override
    public void run() {
        Alarm renewal = renewals.schedule();
        try {
            boolean connected = true;
            while (connected) {
                try {
                    receiveUntilClosing();
                    drain();
                    return;
                } catch (Exception | Error e) {
                    connected = reconnect(e);
                }
            }
            // Closed without a broker: what handlers still do cannot be settled.
            drained = true;
        } finally {
            renewal.cancel();
            closeReceiver();
            ended.countDown();
        }
    }

    private void receiveUntilClosing() throws Exception {
        while (!closing) {
            Session current = session;
            listenAfterStandstill(current);
            passOn(current);
            if (current.isAlone() ? current.mayEndBeingAlone() : aloneWanted) {
                changeSession(!current.isAlone());
                continue;
            }
            int room = paused ? 0 : appetite.room(current);
            Duration wait = member.ready().isEmpty() ? IDLE_WAIT : BUSY_WAIT;
            waiting = true;
            if (mustNotWait(current)) {
                wait = Duration.ZERO;
            }
            List<WireDelivery> received = current.receiver().receive(room, wait);
            waiting = false;
            if (!received.isEmpty()) {
                current.noteLosses();
                dispatch(current, received);
            }
        }
    }

    // With work at hand a few settlements can wait for more of them; without, the broker gets them at once.
    private boolean mustNotWait(Session current) {
        return closing
                || renewals.areDue()
                || current.hasDoubts()
                || (current.hasSomethingToPassOn()
                        && (member.ready().isEmpty() || current.waitingToBePassedOn() >= appetite.flushAt()));
    }

    private void passOn(Session current) {
        current.passOn();
        renewals.renewIfDue(current);
    }

    // Before anything is settled, which may be somebody else's by now.
    private void listenAfterStandstill(Session current) throws Exception {
        if (standstill.isOn()) {
            long end = System.nanoTime() + Standstill.LISTENING.toNanos();
            Duration tick = Pauses.shorter(Standstill.LISTENING, renewals.tick());
            do {
                List<WireDelivery> received = current.receiver().receive(0, tick);
                current.noteLosses();
                dispatch(current, received);
                renewals.renewIfDue(current);
            } while (!closing && System.nanoTime() - end < 0);
        }
        standstill.turn();
        current.trust(message -> {
            if (message.change(InFlight.PARKED, InFlight.QUEUED)) {
                member.ready().add(message);
                workers.signal();
            }
        });
    }

    /** Ends the session in good order, and begins one in which each message is alone or none is. */
    private void changeSession(boolean alone) throws Exception {
        Session current = session;
        letHandlersEnd(current, () -> closing);
        if (closing) {
            return;
        }
        aloneWanted = false;
        LOG.log(
                alone ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                alone
                        ? "{0} has got messages for the last time that came back unanswered, as if one of them had ended"
                                + " its process: it handles one at a time with nothing else in hand until they are behind"
                        : "{0} has as much in hand again as before",
                member.inbox());
        closeReceiver();
        session = Connector.connect(member, alone);
    }

    private void dispatch(Session current, List<WireDelivery> received) {
        InFlight[] runnable = new InFlight[received.size()];
        int count = 0;
        boolean perKey = member.settings().ordering() == Ordering.PER_KEY;
        for (int i = 0; i < runnable.length; i++) {
            InFlight message = current.take(received.get(i));
            if (!perKey || current.lanes().enter(message)) {
                runnable[count++] = message;
            }
        }
        if (count > 0) {
            member.ready().add(runnable, count);
            workers.signal();
        }
    }

    private void drain() throws Exception {
        Session current = session;
        letHandlersEnd(current, () -> overdue);
        drained = !current.handlersAtWork();
        current.forEachAtWork(message -> {
            message.lost = true;
            member.engine()
                    .events()
                    .emit(new MessagingEvent.Abandoned(member.topic(), member.group(), message.id, message.attempt));
        });
    }

    // Gives back what was not started, and waits for what was.
    private void letHandlersEnd(Session current, BooleanSupplier enough) throws Exception {
        current.withdrawAll();
        passOn(current);
        while (current.handlersAtWork() && !enough.getAsBoolean()) {
            standstill.turn();
            waiting = true;
            Duration wait = current.hasSomethingToPassOn() || enough.getAsBoolean() ? Duration.ZERO : BUSY_WAIT;
            // Nothing is asked for, so nothing comes; a transport that has something all the same gets it back.
            List<WireDelivery> received = current.receiver().receive(0, wait);
            waiting = false;
            received.forEach(current::take);
            current.withdrawAll();
            passOn(current);
        }
        current.withdrawAll();
        passOn(current);
    }

    /** Gets the broker back after a failure; {@code false} if the consumer is closed meanwhile. */
    private boolean reconnect(Throwable failure) {
        waiting = false;
        session.abandon();
        closeReceiver();
        Session next = connector.reconnect(failure, session.isAlone());
        if (next != null) {
            session = next;
            standstill.turn();
        }
        return next != null;
    }

    private void closeReceiver() {
        try {
            session.receiver().close();
        } catch (Exception | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the receiver of " + member.inbox() + " failed", e);
        }
    }

    private void wake() {
        if (waiting) {
            waiting = false;
            session.receiver().wakeup();
        }
    }
}
