package dev.crossdock.benchmarks.engine;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Publishes batches of 1 KiB messages and waits until all of them are handled. An operation is one message, from its
 * publish to the return of its handler, which does nothing but count.
 *
 * <p>Run with {@code -prof gc -prof dev.crossdock.benchmarks.engine.CpuProfiler} for bytes and CPU time per message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class EngineBenchmark {
    private static final int BATCH = 1_000;
    private static final int BODY = 1_024;
    private static final int KEYS = 1_000;

    /** What the broker is like. */
    @Param({"leased-queue", "plain-queue", "partitioned-log"})
    public String mode = "";

    /** What order the consumer asks for. */
    @Param({"UNORDERED", "PER_KEY"})
    public Ordering ordering = Ordering.UNORDERED;

    /** How many handlers run at once. */
    @Param({"1", "8"})
    public int concurrency;

    private final LongAdder handled = new LongAdder();
    private final byte[] body = new byte[BODY];
    private final String[] keys = new String[KEYS];

    @SuppressWarnings("NullAway.Init") // by open(), which JMH calls first
    private Messaging messaging;

    @SuppressWarnings("NullAway.Init")
    private Publisher<byte[]> publisher;

    private long published;

    /** For JMH. */
    public EngineBenchmark() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "customer-" + i;
        }
    }

    /** Opens a broker of its own and starts the consumer. */
    @Setup
    public void open() {
        Topic<byte[]> topic = Topic.of("benchmark", Codec.sharedBytes());
        messaging = Messaging.open(MessagingConfig.of(Map.of(
                "crossdock.transport",
                "inmemory",
                "crossdock.inmemory.mode",
                mode,
                "crossdock.inmemory.broker",
                UUID.randomUUID().toString(),
                // A log keeps what it was sent: without a bound the garbage collector would be measured, not the
                // engine.
                "crossdock.inmemory.max-queue-messages",
                "100000",
                "crossdock.publish.max-in-flight",
                "1000")));
        publisher = messaging.publisher(topic);
        messaging
                .consume(topic, "group")
                .ordering(ordering)
                .concurrency(concurrency)
                .prefetch(1_024)
                .handle(delivery -> handled.increment());
    }

    /** Closes both. */
    @TearDown
    public void close() {
        messaging.close();
    }

    /** One batch, published and handled. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void publishToHandle() {
        boolean keyed = ordering == Ordering.PER_KEY;
        List<Message<byte[]>> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            Message<byte[]> message = Message.of(body);
            batch.add(keyed ? message.withKey(keys[i]) : message);
        }
        for (PublishResult result : publisher.publishAll(batch)) {
            if (!result.isConfirmed()) {
                throw new IllegalStateException("not confirmed: " + result);
            }
        }
        published += BATCH;
        // One batch ahead of the consumer, so that both sides work at once and nothing piles up.
        while (handled.sum() < published - BATCH) {
            LockSupport.parkNanos(20_000);
        }
    }
}
