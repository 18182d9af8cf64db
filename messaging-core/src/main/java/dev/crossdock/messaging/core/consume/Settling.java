package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a message's road ends or pauses: settled, with the next of its key let go; or parked until an alarm. Thread-safe. */
final class Settling {
    private final TimeSource time;
    private final ReadyQueue ready;
    private @Nullable Pump pump;
    private @Nullable Workers workers;

    Settling(TimeSource time, ReadyQueue ready) {
        this.time = time;
        this.ready = ready;
    }

    /** Follows the constructor at once: pump and workers know this. */
    void connect(Pump itsPump, Workers itsWorkers) {
        pump = itsPump;
        workers = itsWorkers;
    }

    /** The message is done; gives the next one of its key, whose turn has come and which nobody else will run. */
    @Nullable InFlight accept(InFlight message) {
        message.settlement = InFlight.Settlement.ACCEPT;
        // The next of the key first: after this line the message belongs to the pump.
        InFlight next = nextOf(message);
        pump().settled(message);
        return next;
    }

    /** The message is done; the next one of its key is made ready. */
    void acceptAndGoOn(InFlight message) {
        goOn(accept(message));
    }

    /**
     * The message is not ours any more: nothing is settled and nothing follows, because it comes again and whoever has it
     * then decides. Those of its key that came after it have gone back already.
     */
    void letGo(InFlight lost) {
        acceptAndGoOn(lost);
    }

    /** The message goes back to the broker for a while. Younger ones of its key that are here follow it. */
    void release(InFlight message, Duration delay) {
        message.settlement = InFlight.Settlement.RELEASE;
        message.setback().releaseDelay = delay;
        pump().settled(message);
    }

    /** The message waits here, and its key with it; then it is run again, or continued. */
    void park(InFlight message, Duration delay, @Nullable Runnable continuation) {
        Setback setback = message.setback();
        setback.continuation = continuation;
        message.become(InFlight.PARKED);
        setback.alarm = time.schedule(delay, () -> unpark(message));
        // Withdrawn between the two lines above, it has left an alarm that will find nothing to do.
        letGoIfLost(message);
    }

    /** The message waits here until {@link #unpark} is called. */
    void parkWithoutAlarm(InFlight message) {
        message.setback().alarm = null;
        message.setback().continuation = null;
        message.become(InFlight.PARKED);
        letGoIfLost(message);
    }

    // Whoever tells a loss marks first and withdraws then: it may not have found the message parked yet.
    private void letGoIfLost(InFlight parked) {
        if (parked.lost && parked.withdraw()) {
            letGo(parked);
        }
    }

    /** The message is handed back, to come again with nothing beside it. */
    void waitToBeAlone(InFlight message) {
        parkWithoutAlarm(message);
        pump().goAlone();
    }

    /** Whether the message waits here until it is known to be ours still. */
    boolean isHeldBack(InFlight message) {
        return pump().holdBack(message);
    }

    void unpark(InFlight message) {
        if (message.change(InFlight.PARKED, InFlight.QUEUED)) {
            makeReady(message);
        }
    }

    /** The attempts of a message that stays here are noted where the broker has a place for it. */
    void note(InFlight message) {
        pump().held(message, message.delivery.deliveryCount() - 1 + message.attemptsInPlace());
    }

    /** A message was taken out of the race: the next one of its key has its turn. */
    void goOnAfter(InFlight withdrawn) {
        goOn(nextOf(withdrawn));
    }

    /** The consumer closes and has stopped the handler: the message is left alone, and the broker delivers it again. */
    void abandon(InFlight message) {
        message.lost = true;
        message.become(InFlight.CONCLUDED);
    }

    /** Puts a message back that a closed gate has kept from its handler. */
    void requeue(InFlight message) {
        message.become(InFlight.QUEUED);
        ready.add(message);
    }

    private static @Nullable InFlight nextOf(InFlight ended) {
        Lane lane = ended.lane;
        if (lane == null) {
            return null;
        }
        InFlight next = lane.after(ended);
        while (next != null && next.state() == InFlight.WITHDRAWN) {
            next = lane.after(next);
        }
        return next;
    }

    private void goOn(@Nullable InFlight next) {
        if (next != null) {
            makeReady(next);
        }
    }

    private void makeReady(InFlight message) {
        ready.add(message);
        Workers threads = workers;
        if (threads != null) {
            threads.signal();
        }
    }

    private Pump pump() {
        Pump connected = pump;
        if (connected == null) {
            throw new IllegalStateException("not connected");
        }
        return connected;
    }
}
