package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.publish.Destination;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Goes once over the dead letters of a group, taking them on loan in batches, and gives back at the end, in the order of
 * the queue, what it was not told to remove. Used by one thread.
 *
 * <p>What is given back would come again at once, so it stays on loan until the pass is over; there is a bound to that.
 */
final class Pass implements AutoCloseable {
    /** How many entries at most it keeps on loan. */
    static final int MAX_KEPT = 10_000;

    /** How many bytes of bodies at most it keeps on loan. */
    static final long MAX_KEPT_BYTES = 256L * 1024 * 1024;

    /** How long it can stay away from {@link #renewIfDue()}. */
    static final Duration RENEW_AFTER = Duration.ofSeconds(10);

    private static final Duration LEASE = RENEW_AFTER.multipliedBy(3);
    /** How many it takes at a time. */
    static final int BATCH = 100;

    private static final Duration WAIT = Duration.ofSeconds(2);

    // A broker may need a moment until the first message comes, or count what another has on loan.
    private static final int MAX_VAIN_WAITS = 3;

    private final Engine engine;
    private final Address.DeadLetters queue;
    private final Instant start;
    private final OptionalLong depth;
    private final Receiver receiver;
    private final List<WireDelivery> onLoan = new ArrayList<>();
    private long bytes;
    private long seen;
    private long renewed;

    /** A pass over what is there now. */
    Pass(Engine engine, Address.DeadLetters queue) throws Exception {
        this(engine, queue, engine.time().now(), engine.transport().depth(queue));
    }

    /** A pass that ends with its first batch, for which a broker need not send all that it has. */
    static Pass ofOneBatch(Engine engine, Address.DeadLetters queue) throws Exception {
        return new Pass(engine, queue, engine.time().now(), engine.transport().depth(queue), BATCH);
    }

    /**
     * A pass over what was there before.
     *
     * @param start when it was
     * @param depth how many of those there are still, if anybody knows
     */
    Pass(Engine engine, Address.DeadLetters queue, Instant start, OptionalLong depth) throws Exception {
        this(engine, queue, start, depth, MAX_KEPT);
    }

    private Pass(Engine engine, Address.DeadLetters queue, Instant start, OptionalLong depth, int most)
            throws Exception {
        this.engine = engine;
        this.queue = queue;
        this.start = start;
        this.renewed = engine.time().nanos();
        this.depth = depth;
        int prefetch = (int) Math.min(most, Math.max(BATCH, depth.orElse(most))) + BATCH;
        this.receiver =
                engine.transport().open(queue, new ReceiverOptions(Ordering.UNORDERED, LEASE, prefetch, Pass::lost));
    }

    /**
     * Some more entries, which stay on loan; empty if those that were there at the start have been seen.
     *
     * @throws MessagingException with {@link ErrorCode#OVERLOADED} if it would hold too many
     */
    List<Loan> next() throws Exception {
        return next(BATCH);
    }

    /** The same with so many at most. */
    List<Loan> next(int most) throws Exception {
        if (!hasRoom()) {
            throw full();
        }
        for (int vain = 0; vain < MAX_VAIN_WAITS; vain++) {
            boolean allSeen = depth.isPresent() && seen >= depth.getAsLong();
            renewIfDue();
            List<Loan> batch = borrow(receiver.receive(most, allSeen ? Duration.ZERO : WAIT));
            if (!batch.isEmpty()) {
                return batch;
            }
            if (allSeen) {
                break;
            }
        }
        return List.of();
    }

    /** Removes entries for good. */
    void remove(List<Loan> loans) {
        if (loans.isEmpty()) {
            return;
        }
        Set<WireDelivery> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Loan loan : loans) {
            gone.add(loan.delivery());
            bytes -= loan.delivery().message().body().length;
        }
        receiver.accept(List.copyOf(gone));
        onLoan.removeIf(gone::contains);
    }

    /** Holds the loans for some more time if that is due. */
    void renewIfDue() {
        long now = engine.time().nanos();
        if (now - renewed >= RENEW_AFTER.toNanos()) {
            renewed = now;
            receiver.renew(onLoan);
        }
    }

    /** How many it has looked at. */
    long seen() {
        return seen;
    }

    /** Whether it can hold more. */
    boolean hasRoom() {
        return onLoan.size() < MAX_KEPT && bytes < MAX_KEPT_BYTES;
    }

    @Override
    public void close() {
        // Clients refuse to talk for an interrupted thread, and then the loans would go back counted.
        boolean interrupted = Thread.interrupted();
        try {
            if (!onLoan.isEmpty()) {
                receiver.giveBack(onLoan);
            }
            receiver.close();
        } catch (Exception e) {
            throw engine.failures().of("Going back from " + Destination.describe(queue), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Loan> borrow(List<WireDelivery> deliveries) {
        List<Loan> loans = new ArrayList<>(deliveries.size());
        for (WireDelivery delivery : deliveries) {
            onLoan.add(delivery);
            bytes += delivery.message().body().length;
            Entry entry = Entry.of(delivery.message(), delivery.source(), queue.topic(), queue.group());
            if (wasThere(entry)) {
                loans.add(new Loan(delivery, entry));
            }
            seen++;
        }
        return loans;
    }

    // By its place in the queue where the broker has counted it, or by its own date: clocks differ between processes.
    private boolean wasThere(Entry entry) {
        Instant deadAt = entry.letter().deadAt();
        return (depth.isPresent() && seen < depth.getAsLong()) || deadAt == null || !deadAt.isAfter(start);
    }

    private MessagingException full() {
        return new MessagingException(
                ErrorCode.OVERLOADED,
                "Going over " + Destination.describe(queue) + " wanted to look at all of them, found " + onLoan.size()
                        + " entries of " + bytes + " bytes that are to stay; it can hold " + MAX_KEPT + " entries or "
                        + MAX_KEPT_BYTES + " bytes at a time. What was done until then stays done,"
                        + " the rest was not looked at");
    }

    // It comes again, to whoever asks next. Removing it has no effect from now on, which is safe.
    private static void lost(WireDelivery delivery) {}
}
