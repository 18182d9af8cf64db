package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's side of its channel: consumers that push into an {@link Inflow}, and settlements. What fails ends the
 * session; nothing here throws but what waits for the broker. The receiver's thread's alone.
 */
final class Subscription {
    private static final int MAX_PREFETCH = 65_535;

    private final Channel channel;
    private final String queue;
    private final Inflow inflow;
    private final int prefetch;
    private final boolean growing;
    private final Map<String, Object> arguments;
    private final Duration requestTimeout;
    private @Nullable String consumer;
    private @Nullable String extraConsumer;
    private int extraPrefetch;
    private int consumers;
    private @Nullable CompletableFuture<Command> cancelling;

    /**
     * @param growing whether more than the prefetch may be asked for; a second consumer does that, which a queue with a
     *     single active one would let stand by
     */
    Subscription(
            Channel channel,
            String queue,
            Inflow inflow,
            int prefetch,
            boolean growing,
            Map<String, Object> arguments,
            Duration requestTimeout) {
        this.channel = channel;
        this.queue = queue;
        this.inflow = inflow;
        this.prefetch = Math.min(prefetch, MAX_PREFETCH);
        this.growing = growing;
        this.arguments = arguments;
        this.requestTimeout = requestTimeout;
    }

    String queue() {
        return queue;
    }

    /** How many messages the broker lets be without an answer, before it is asked for more than that. */
    int window() {
        return prefetch;
    }

    void start() throws IOException {
        consumer = consume(prefetch, arguments);
    }

    /**
     * Sees to it that the broker may push when there is room: again after a suspension, and more than the prefetch when so
     * many are on loan because they wait here for a retry.
     */
    void provideFor(int onLoan, int room) throws IOException {
        if (consumer == null) {
            start();
        } else if (!growing) {
            return;
        } else if (extraConsumer == null) {
            if (onLoan >= prefetch && inflow.isEmpty()) {
                extraPrefetch = Math.min(room, MAX_PREFETCH);
                extraConsumer = consume(extraPrefetch, arguments);
            }
        } else if (onLoan < prefetch) {
            cancel(extraConsumer);
            extraConsumer = null;
        } else if (onLoan >= prefetch + extraPrefetch && inflow.isEmpty()) {
            // A consumer's prefetch does not change; the old one ends when what it has pushed is settled.
            cancel(extraConsumer);
            extraPrefetch = Math.min(room, MAX_PREFETCH);
            extraConsumer = consume(extraPrefetch, arguments);
        }
    }

    /** Asks the broker to push nothing more. What is on its way comes all the same. */
    void suspend() {
        if (consumer != null) {
            cancel(consumer);
            consumer = null;
        }
        if (extraConsumer != null) {
            cancel(extraConsumer);
            extraConsumer = null;
        }
    }

    /** Returns when everything has come that the broker has pushed so far. */
    void awaitCalm() throws Exception {
        CompletableFuture<Command> last = cancelling;
        try {
            if (last != null) {
                last.get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            // The next request says what is the matter.
        }
        // The broker may have answered the cancellation before what was pushed already; this answer comes behind that.
        channel.basicQos(1);
    }

    /**
     * With a single active consumer: makes the broker push nothing more to us without letting anybody else begin, before we
     * hold nothing any more. A consumer of higher priority does that by its appearance; it goes before it gets its turn.
     */
    void stepDown() throws IOException {
        Map<String, Object> higher = new HashMap<>(arguments);
        higher.put("x-priority", 1);
        cancel(consume(1, higher));
    }

    /**
     * After everything was returned. Where nobody else waits, the broker has pushed it to us once more: all of it goes back,
     * which it does in the broker's order.
     */
    void leave() {
        suspend();
        settle(() -> channel.basicNack(0, true, true));
    }

    /** {@code false} if it could not be passed on. */
    boolean ack(long tag, boolean withAllBefore) {
        return settle(() -> channel.basicAck(tag, withAllBefore));
    }

    /** The broker counts this delivery. */
    void returnCounted(long tag) {
        settle(() -> channel.basicReject(tag, true));
    }

    /** The broker does not count this delivery, from 4.3 on. */
    void returnUncounted(long tag) {
        settle(() -> channel.basicNack(tag, false, true));
    }

    /** Ends the session; returns when the broker has processed what it was told. */
    void close() throws IOException, TimeoutException {
        if (channel.isOpen()) {
            channel.close();
        }
    }

    /** Ends a session that is lost. */
    void abandon() {
        Channels.abandon(channel);
    }

    private String consume(int messages, Map<String, Object> with) throws IOException {
        channel.basicQos(messages);
        String tag = "crossdock-" + ++consumers;
        return channel.basicConsume(queue, false, tag, false, false, with, inflow);
    }

    private void cancel(String tag) {
        settle(() -> cancelling = channel.asyncCompletableRpc(
                new AMQP.Basic.Cancel.Builder().consumerTag(tag).build()));
    }

    private boolean settle(Settlement settlement) {
        try {
            settlement.pass();
            return true;
        } catch (IOException | RuntimeException e) {
            inflow.fail(e);
            return false;
        }
    }

    /** Something that is written to the broker. */
    private interface Settlement {
        void pass() throws IOException;
    }
}
