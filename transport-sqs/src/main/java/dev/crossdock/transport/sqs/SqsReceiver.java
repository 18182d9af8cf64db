package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one queue. A loan is a visibility timeout, which renewals begin anew. There is no session that could be lost; that
 * no request for messages has been answered for some time is told as one.
 */
final class SqsReceiver implements Receiver {
    /** The longest visibility timeout that there is. */
    static final Duration MAX_VISIBILITY = Duration.ofHours(12);

    /** How long nobody is told that SQS does not answer, if the lease is not shorter. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Polls polls;
    private final UnderWay underWay = new UnderWay(this::tellIfCalm);
    private final Settlements settlements;
    private final SettlementListener listener;
    private final Consumer<List<SqsDelivery>> returns;
    private final Consumer<SqsReceiver> onCalm;
    private final int visibilitySeconds;
    private final long visibility;
    private final Duration patience;
    private final Loans loans;
    private volatile boolean closed;

    /**
     * Makes one that has asked for nothing yet.
     *
     * @param copier puts copies into the queue; used where what is given back is not to be counted, {@code null} elsewhere
     * @param onCalm is told when it was closed and nothing is under way, perhaps more than once
     */
    SqsReceiver(
            Clients clients,
            Directory.Found queue,
            String name,
            SqsConfig config,
            ReceiverOptions options,
            @Nullable BiConsumer<List<WireMessage>, SendListener> copier,
            Consumer<SqsReceiver> onCalm) {
        this.listener = options.listener();
        this.onCalm = onCalm;
        this.patience = config.requestTimeout();
        this.visibilitySeconds = wholeSeconds(options.lease());
        this.visibility = Duration.ofSeconds(visibilitySeconds).toNanos();
        this.loans = new Loans(visibility, queue.fifo());
        Duration silence = options.lease().compareTo(PATIENCE) < 0 ? options.lease() : PATIENCE;
        this.polls = new Polls(clients, queue, name, config.pollWait(), visibilitySeconds, silence);
        this.settlements = new Settlements(clients, queue.url(), listener::lost, polls::unpark, underWay);
        this.returns = copier == null ? this::show : deliveries -> returnUncounted(deliveries, copier);
    }

    /** Begins to read; complains if that is not allowed. */
    void start(int prefetch) throws Exception {
        polls.askFirst(prefetch, patience);
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws Exception {
        long deadline = System.nanoTime() + wait.toNanos();
        List<WireDelivery> taken = new ArrayList<>(Math.min(max, 64));
        while (true) {
            throwIfLost();
            settlements.flushIfDue();
            long now = System.nanoTime();
            if (loans.expire(now, listener::lost)) {
                // What nobody has room for is kept as well.
                extend(polls.waitingSince(now + visibility / 2), now);
            }
            polls.hold();
            take(max, now, taken);
            polls.ask(max - taken.size());
            long left = deadline - now;
            if (polls.takeWakeup() || !taken.isEmpty() || left <= 0) {
                return taken;
            }
            long pause = polls.pauseLeft();
            polls.await(settlements.untilDue(pause > 0 ? Math.min(pause, left) : left), max > 0);
        }
    }

    @Override
    public void wakeup() {
        polls.wakeup();
    }

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        for (WireDelivery delivery : deliveries) {
            SqsDelivery loan = (SqsDelivery) delivery;
            if (loan.end()) {
                settlements.delete(loan);
            }
        }
    }

    /** Rounded up to whole seconds. */
    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        List<SqsDelivery> open = end(deliveries);
        settlements.hide(open, (int) delay.plusNanos(999_999_999).toSeconds());
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        returns.accept(end(deliveries));
    }

    @Override
    public void renew(List<? extends WireDelivery> deliveries) {
        long now = System.nanoTime();
        loans.expire(now, listener::lost);
        List<SqsDelivery> open = new ArrayList<>(deliveries.size());
        for (WireDelivery delivery : deliveries) {
            SqsDelivery loan = (SqsDelivery) delivery;
            if (!loan.hasEnded()) {
                open.add(loan);
            }
        }
        extend(open, now);
    }

    /** Nothing to do: SQS has no place for attempts that it has not counted itself. */
    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        return false;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        stop();
        if (polls.failure() == null) {
            underWay.await(patience);
        }
    }

    /** Closes it and waits for nothing. */
    void stop() {
        if (closed) {
            return;
        }
        closed = true;
        underWay.begin();
        settlements.flush();
        // Requests that are under way are not waited for: what they bring goes back when it comes.
        polls.stop(this::returnUnlent, this::tellIfCalm);
        returnUnlent();
        // Handlers still have these: their deliveries count.
        show(loans.endAll());
        underWay.end();
    }

    /** Waits until nothing is under way any more, or until then; before that the clients must not be closed. */
    void awaitCalm(long deadline) {
        polls.awaitCalm(deadline - System.nanoTime());
        underWay.await(Duration.ofNanos(deadline - System.nanoTime()));
    }

    /** Any thread. Each of the two looks again when its own end comes, so the later one sees both. */
    private void tellIfCalm() {
        if (closed && polls.isQuiet() && underWay.isCalm()) {
            onCalm.accept(this);
        }
    }

    /** Any thread. */
    private void returnUnlent() {
        List<SqsDelivery> unlent = new ArrayList<>();
        for (SqsDelivery next = polls.take(); next != null; next = polls.take()) {
            unlent.add(next);
        }
        returns.accept(unlent);
    }

    private void extend(List<SqsDelivery> deliveries, long now) {
        // What is refused is somebody else's already, and is found with whatever else is overdue.
        settlements.renew(
                deliveries, visibilitySeconds, loan -> loan.extend(now + visibility), refused -> refused.extend(now));
    }

    private void take(int max, long now, List<WireDelivery> into) {
        while (into.size() < max) {
            SqsDelivery next = polls.take();
            if (next == null) {
                return;
            }
            // What has waited here for too long is somebody else's by now.
            if (!next.hasEnded() && !next.isOverdue(now)) {
                loans.add(next);
                into.add(next);
            }
        }
    }

    private void throwIfLost() throws Exception {
        Throwable failure = polls.failure();
        if (failure != null) {
            loans.endAll().forEach(listener::lost);
            throw failure instanceof Exception exception ? exception : new IllegalStateException(failure);
        }
    }

    private static List<SqsDelivery> end(List<? extends WireDelivery> deliveries) {
        List<SqsDelivery> open = new ArrayList<>(deliveries.size());
        for (WireDelivery delivery : deliveries) {
            SqsDelivery loan = (SqsDelivery) delivery;
            if (loan.end()) {
                open.add(loan);
            }
        }
        return open;
    }

    /** They come again at once; SQS has counted their delivery. */
    private void show(List<SqsDelivery> deliveries) {
        settlements.hide(deliveries, 0);
    }

    /**
     * SQS counts with the receipt of a message and takes nothing back. So a copy takes its place, which has not been
     * delivered yet; where that cannot be made, the message is shown again, counted.
     */
    private void returnUncounted(List<SqsDelivery> deliveries, BiConsumer<List<WireMessage>, SendListener> copier) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<WireMessage> copies = new ArrayList<>(deliveries.size());
        for (SqsDelivery delivery : deliveries) {
            copies.add(uncounted(delivery));
            underWay.begin();
        }
        copier.accept(copies, new SendListener() {
            @Override
            public void confirmed(int index) {
                settlements.deleteNow(List.of(deliveries.get(index)));
                underWay.end();
            }

            @Override
            public void rejected(int index, Throwable cause) {
                show(List.of(deliveries.get(index)));
                underWay.end();
            }

            @Override
            public void unknown(int index, Throwable cause) {
                rejected(index, cause);
            }
        });
    }

    private static WireMessage uncounted(SqsDelivery delivery) {
        WireMessage message = delivery.message();
        int before = delivery.deliveryCount() - 1;
        Headers headers = before == 0
                ? message.headers()
                : message.headers().with(WireFormat.DELIVERED, Integer.toString(before));
        return new WireMessage(message.body(), message.key(), headers);
    }

    private static int wholeSeconds(Duration lease) {
        long seconds = lease.plusNanos(999_999_999).toSeconds();
        return (int) Math.max(1, Math.min(MAX_VISIBILITY.toSeconds(), seconds));
    }
}
