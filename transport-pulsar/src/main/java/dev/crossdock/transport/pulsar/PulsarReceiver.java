package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue with one native consumer for each of its topics.
 *
 * <p>A message goes from the consumer's queue to those that have arrived, from there, once it was noted, to those that are
 * ready, and from there to the engine. Nothing is given back to the broker before the end: its way of taking one message back
 * takes all that share an entry with it.
 */
final class PulsarReceiver implements Receiver {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    // The client connects anew after a tenth of a second, if there is anybody to connect to.
    private static final long LAST_WORD_MILLIS = 500;

    private final List<Intake> intakes;
    private final int queueSize;
    private final OnLoan onLoan;
    private final @Nullable LoanBook book;
    private final @Nullable EndMark end;
    private final SettlementListener listener;
    private final Duration requestTimeout;
    private final Bell bell = new Bell();
    private final Pace pace;
    private final ArrayDeque<PulsarDelivery> arrived = new ArrayDeque<>();
    private final ArrayDeque<PulsarDelivery> ready = new ArrayDeque<>();
    private final PriorityQueue<PulsarDelivery> returned =
            new PriorityQueue<>(Comparator.comparing((PulsarDelivery delivery) -> delivery.place));
    private final List<PulsarDelivery> lost = new ArrayList<>();
    private volatile boolean woken;
    private boolean closed;

    /**
     * What a receiver is made of.
     *
     * @param queueSize how many messages each intake asks for
     * @param ahead how many messages may be taken and noted beyond those that are asked for
     * @param onLoan what the book looks at, if there is one
     * @param book where loans are noted; {@code null} if nobody counts
     * @param end tells when all that was there has been seen; {@code null} if nobody asks
     */
    record Parts(
            List<Intake> intakes,
            int queueSize,
            int ahead,
            OnLoan onLoan,
            @Nullable LoanBook book,
            @Nullable EndMark end) {}

    PulsarReceiver(Parts parts, SettlementListener listener, Duration requestTimeout) {
        this.intakes = parts.intakes();
        this.queueSize = parts.queueSize();
        this.pace = new Pace(parts.ahead(), System::nanoTime);
        this.onLoan = parts.onLoan();
        this.book = parts.book();
        this.end = parts.end();
        this.listener = listener;
        this.requestTimeout = requestTimeout;
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws Exception {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            throwIfLost();
            if (book != null) {
                book.catchUp();
            }
            fetch(max);
            note(max);
            List<WireDelivery> taken = lend(max);
            long left = deadline - System.nanoTime();
            if (!taken.isEmpty() || woken || left <= 0 || (end != null && end.isReached())) {
                woken = false;
                return taken;
            }
            if (max > 0) {
                intakes.forEach(intake -> intake.awaken(bell::ring));
            }
            if (book != null) {
                book.awaken(bell::ring);
            }
            bell.await(Math.min(left, LOOK_NANOS));
        }
    }

    @Override
    public void wakeup() {
        woken = true;
        bell.ring();
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            PulsarDelivery loan = (PulsarDelivery) delivery;
            if (onLoan.remove(loan)) {
                loan.intake.accept(loan);
                if (book != null) {
                    book.forget(loan);
                }
            }
        }
        intakes.forEach(Intake::tell);
        pace.settled(deliveries.size());
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        throw new UnsupportedOperationException("nothing is released here, see Capabilities.releases");
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            PulsarDelivery loan = (PulsarDelivery) delivery;
            if (onLoan.remove(loan)) {
                returned.add(loan);
            }
        }
    }

    /** Nothing to do: loans do not run out. */
    @Override
    public void renew(List<? extends WireDelivery> deliveries) {}

    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        PulsarDelivery loan = (PulsarDelivery) delivery;
        if (book == null || !loan.lent) {
            return false;
        }
        loan.before = Math.max(loan.before, attemptsMade);
        book.changed();
        return true;
    }

    @Override
    public void close() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (book != null) {
                List<PulsarDelivery> unbegun = new ArrayList<>(arrived);
                unbegun.addAll(ready);
                unbegun.addAll(returned);
                // Before anybody else can be given them, or else as soon as the client has connected anew.
                long limit = requestTimeout.toMillis();
                book.sayGoodbye(unbegun, lost, isLost() ? Math.min(limit, LAST_WORD_MILLIS) : limit);
            }
        } finally {
            List<CompletableFuture<Void>> closing = new ArrayList<>();
            if (end != null) {
                intakes.forEach(intake -> intake.drop(end.id()));
            }
            intakes.forEach(intake -> closing.add(intake.close()));
            if (book != null) {
                closing.add(book.close());
            }
            await(CompletableFuture.allOf(closing.toArray(CompletableFuture<?>[]::new)));
        }
    }

    // As much as there is room for, and as much more as can be noted while that is handled.
    private void fetch(int max) throws PulsarClientException {
        int ahead = book == null || max == 0 ? 0 : pace.ahead();
        int room = max + ahead - inStore();
        boolean some = true;
        while (room > 0 && some) {
            some = false;
            for (Intake intake : intakes) {
                PulsarDelivery delivery = room > 0 ? intake.poll() : null;
                if (delivery == null) {
                    continue;
                }
                some = true;
                if (end != null && end.isMark(delivery)) {
                    intake.drop(delivery.id);
                } else {
                    arrived.add(delivery);
                    room--;
                }
            }
        }
        // With nothing in hand, rather one too many than none.
        boolean idle = room > 0 && inStore() == 0;
        if (room >= queueSize || idle) {
            intakes.forEach(Intake::grant);
        }
        if (book != null && pace.isQuiet(idle)) {
            book.nothingComes();
        }
    }

    private void note(int max) throws Exception {
        if (book == null) {
            ready.addAll(arrived);
            arrived.clear();
            return;
        }
        ready.addAll(book.takeLendable(arrived));
        int ahead = pace.ahead();
        int noted = ready.size() + returned.size() + book.underWay();
        int room = max == 0 ? 0 : max + ahead - noted;
        // With enough in store the next note can tell of more.
        boolean needed = noted < max || noted <= ahead / 2;
        if (book.isFree() && (book.hasNews() || (needed && room > 0 && !arrived.isEmpty()))) {
            List<PulsarDelivery> fresh = new ArrayList<>();
            while (fresh.size() < room && !arrived.isEmpty()) {
                fresh.add(arrived.remove());
            }
            List<PulsarDelivery> waiting = new ArrayList<>(ready);
            waiting.addAll(returned);
            book.write(fresh, waiting, bell::ring);
        }
    }

    private List<WireDelivery> lend(int max) {
        int count = Math.min(max, ready.size() + returned.size());
        List<WireDelivery> lent = new ArrayList<>(count);
        while (lent.size() < count) {
            PulsarDelivery next = returned.isEmpty() ? ready.remove() : returned.remove();
            next.begin();
            onLoan.add(next);
            lent.add(next);
        }
        return lent;
    }

    private int inStore() {
        return arrived.size() + ready.size() + returned.size() + (book == null ? 0 : book.underWay());
    }

    private boolean isLost() {
        return intakes.stream().anyMatch(Intake::isLost);
    }

    private void throwIfLost() {
        if (isLost()) {
            // The client would go on by itself, and be given again what is in hand here.
            List<PulsarDelivery> ended = onLoan.removeAll();
            lost.addAll(ended);
            ended.forEach(listener::lost);
            throw new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Wanted to read " + intakes.get(0).topic() + ", found that the connection was lost meanwhile");
        }
    }

    private void await(CompletableFuture<Void> closing) throws InterruptedException {
        try {
            closing.get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // A session that cannot be ended in good order ends with its connection.
        }
    }
}
