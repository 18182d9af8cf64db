package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One receiver and what it has lent us.
 *
 * <p>Workers and callbacks push what is settled; everything else is the pump's alone, which passes it on in bulk.
 */
final class Session implements SettlementListener {
    // Handlers that are about to end may, before a partition moves: each spares a duplicate.
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    // So many in a row that come for the first time: whatever killed its process is behind us.
    private static final int FRESH_ENOUGH = 20;

    private final boolean counting;
    private final boolean alone;
    private final Consumer<InFlight> onLost;
    private final SettledStack settled = new SettledStack();
    private final ConcurrentLinkedQueue<WireDelivery> lost = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Held> held = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<InFlight> doubted = new ConcurrentLinkedQueue<>();
    private final List<WireDelivery> accepted = new ArrayList<>();
    private final List<WireDelivery> returned = new ArrayList<>();
    private final List<WireDelivery> attempted = new ArrayList<>();
    private final KeyLanes lanes = new KeyLanes();
    private @Nullable Receiver receiver;
    private final InHand inHand = new InHand();
    private int fresh;

    /**
     * One that is not open yet.
     *
     * @param counting whether the broker counts a delivery that is released
     * @param alone whether each message is to be handled with nothing else in hand
     * @param onLost is told, once, of each message that the broker has taken back while a handler had it
     */
    Session(boolean counting, boolean alone, Consumer<InFlight> onLost) {
        this.counting = counting;
        this.alone = alone;
        this.onLost = onLost;
    }

    /** Follows the constructor at once: the receiver has to know its listener before it exists. */
    void open(Receiver opened) {
        receiver = opened;
    }

    Receiver receiver() {
        Receiver opened = receiver;
        if (opened == null) {
            throw new IllegalStateException("the session is not open");
        }
        return opened;
    }

    KeyLanes lanes() {
        return lanes;
    }

    int inHand() {
        return inHand.size();
    }

    InFlight take(WireDelivery delivery) {
        InFlight message = new InFlight(delivery, this);
        inHand.add(message);
        fresh = delivery.cameBackUnanswered() ? 0 : fresh + 1;
        return message;
    }

    /** Whether each message is handled with nothing else in hand. Any thread. */
    boolean isAlone() {
        return alone;
    }

    /** Whether there is no reason any more to be alone. */
    boolean mayEndBeingAlone() {
        return fresh >= FRESH_ENOUGH && inHand.size() == 0;
    }

    /** Any thread: what shall become of a message is decided. Gives the number of messages that wait to be passed on. */
    int push(InFlight message) {
        return settled.push(message);
    }

    /** Any thread: attempts were made of a message that stays in hand. */
    void push(Held attempts) {
        held.add(attempts);
    }

    /** Any thread: a parked message may not be ours any more, and waits until that is known. */
    void doubt(InFlight message) {
        doubted.add(message);
    }

    boolean hasDoubts() {
        return !doubted.isEmpty();
    }

    /** What is left of what was doubted is ours. */
    void trust(Consumer<InFlight> goOn) {
        for (InFlight message = doubted.poll(); message != null; message = doubted.poll()) {
            goOn.accept(message);
        }
    }

    /** Any thread: the broker has taken it back. */
    @Override
    public void lost(WireDelivery delivery) {
        lost.add(delivery);
    }

    @Override
    public Collection<WireDelivery> leaving(Collection<? extends WireDelivery> deliveries) {
        Set<WireDelivery> leaving = Collections.newSetFromMap(new IdentityHashMap<>(deliveries.size()));
        leaving.addAll(deliveries);
        long end = System.nanoTime() + LAST_MOMENT.toNanos();
        List<InFlight> atWork = withdraw(leaving);
        // Those that were given up already are not waited for a second time.
        while (atWork.stream().anyMatch(message -> !message.lost) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
            atWork = withdraw(leaving);
        }
        noteAttempts();
        settleAll();
        // Now, and not when the receiver returns: by then somebody else may have begun them.
        atWork.stream().filter(InFlight::isAtWork).forEach(this::lose);
        return atWork.stream().map(message -> message.delivery).toList();
    }

    private void lose(InFlight message) {
        if (!message.lost) {
            message.lost = true;
            onLost.accept(message);
        }
    }

    // Takes out of the race what no handler has; gives what one has.
    private List<InFlight> withdraw(Set<WireDelivery> leaving) {
        List<InFlight> atWork = new ArrayList<>();
        inHand.forEach(message -> {
            if (leaving.contains(message.delivery)) {
                if (message.withdraw()) {
                    forget(message);
                } else if (message.state() != InFlight.CONCLUDED) {
                    atWork.add(message);
                }
            }
        });
        return atWork;
    }

    boolean hasSomethingToPassOn() {
        return !settled.isEmpty() || !held.isEmpty() || !lost.isEmpty();
    }

    int waitingToBePassedOn() {
        return settled.size();
    }

    /** Passes on to the broker what was settled. */
    void passOn() {
        noteLosses();
        noteAttempts();
        settleAll();
        if (!attempted.isEmpty()) {
            receiver().release(attempted, Duration.ZERO);
            attempted.clear();
        }
        if (!returned.isEmpty()) {
            receiver().giveBack(returned);
            returned.clear();
        }
    }

    /** Extends the loans that are not over their limit. */
    void renew(int maxRenewals, Consumer<InFlight> onStalled) {
        List<WireDelivery> alive = new ArrayList<>(inHand.size());
        inHand.forEach(message -> {
            boolean running = message.isAtWork();
            message.renewals = running ? message.renewals + 1 : 0;
            if (message.renewals == maxRenewals) {
                onStalled.accept(message);
            }
            if (message.renewals < maxRenewals && !message.lost) {
                alive.add(message.delivery);
            }
        });
        if (!alive.isEmpty()) {
            receiver().renew(alive);
        }
    }

    /** How many messages in hand wait for nothing but a worker, or have one. */
    int runnable() {
        return inHand.runnable();
    }

    /** Takes everything out of the race that no handler has; gives back what the broker shall have at once. */
    void withdrawAll() {
        // Newest first in the list; given back oldest first.
        ArrayList<InFlight> oldestLast = new ArrayList<>();
        inHand.forEach(message -> {
            if (message.withdraw()) {
                if (!message.lost) {
                    oldestLast.add(message);
                }
                forget(message);
            }
        });
        // Whoever parked a message has told before of the attempts that are to be noted.
        noteAttempts();
        for (int i = oldestLast.size() - 1; i >= 0; i--) {
            InFlight withdrawn = oldestLast.get(i);
            (counting && withdrawn.hasUnnotedAttempt() ? attempted : returned).add(withdrawn.delivery);
        }
    }

    /** The receiver is gone, and with it the right to settle anything. */
    void abandon() {
        inHand.forEach(message -> {
            boolean told = message.lost;
            message.lost = true;
            // Of those that are done nothing was settled either: they come again.
            if (!message.withdraw() && !told) {
                onLost.accept(message);
            }
        });
        inHand.clear();
    }

    boolean handlersAtWork() {
        return inHand.anyAtWork();
    }

    /** Tells of the messages that some handler still has. */
    void forEachAtWork(Consumer<InFlight> action) {
        inHand.forEach(message -> {
            if (message.isAtWork()) {
                action.accept(message);
            }
        });
    }

    private void settleAll() {
        settled.takeAll(this::settle);
        if (!accepted.isEmpty()) {
            receiver().accept(accepted);
            accepted.clear();
        }
    }

    private void noteAttempts() {
        for (Held note = held.poll(); note != null; note = held.poll()) {
            if (!note.message.lost && receiver().hold(note.message.delivery, note.attemptsMade)) {
                note.message.setback().unnoted = false;
            }
        }
    }

    private void settle(InFlight message) {
        if (message.settlement == InFlight.Settlement.RELEASE) {
            release(message);
        } else if (!message.lost) {
            accepted.add(message.delivery);
        }
        forget(message);
    }

    private void release(InFlight message) {
        if (!message.lost) {
            receiver().release(List.of(message.delivery), message.setback().releaseDelay);
        }
        lanes.forget(message.lane);
        sendAfter(message);
    }

    // Younger ones of a key that are here already go back behind one that comes again, before the pump receives again.
    private void sendAfter(InFlight message) {
        if (message.lane != null) {
            for (InFlight next = message.laneNext(); next != null; next = next.laneNext()) {
                if (!next.lost && next.withdraw()) {
                    returned.add(next.delivery);
                    forget(next);
                }
            }
        }
    }

    /** Marks what the broker took back; to be done before anything is handed on that it may have delivered anew. */
    void noteLosses() {
        if (lost.isEmpty()) {
            return;
        }
        List<InFlight> gone = markLost();
        // While what is lost still blocks its lane, or one of them would be begun before it.
        gone.forEach(this::sendAfter);
        for (InFlight message : gone) {
            if (message.withdraw()) {
                forget(message);
            } else {
                onLost.accept(message);
            }
        }
    }

    private List<InFlight> markLost() {
        List<InFlight> gone = new ArrayList<>();
        IdentityHashMap<WireDelivery, InFlight> byDelivery = new IdentityHashMap<>(inHand.size());
        inHand.forEach(message -> byDelivery.put(message.delivery, message));
        for (WireDelivery delivery = lost.poll(); delivery != null; delivery = lost.poll()) {
            InFlight message = byDelivery.get(delivery);
            if (message != null && !message.lost) {
                message.lost = true;
                gone.add(message);
            }
        }
        return gone;
    }

    private void forget(InFlight message) {
        inHand.remove(message);
        lanes.leave(message);
    }

    /** A message that stays in hand, and how many attempts of this copy have failed. */
    record Held(InFlight message, int attemptsMade) {}
}
