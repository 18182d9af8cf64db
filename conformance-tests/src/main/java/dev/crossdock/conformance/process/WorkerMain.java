package dev.crossdock.conformance.process;

import dev.crossdock.conformance.Fingerprint;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.history.Told;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of a {@link Worker}: one consumer, whose handler tells of each delivery and waits to be told what to do.
 *
 * <p>Ends in good order when it is asked to by a signal, and at once when its parent is gone.
 */
final class WorkerMain {
    private static final int DIED = 9;
    private static final int ORPHANED = 3;

    private final JsonMapper json;
    private final PrintStream toParent;
    private final Map<Long, CompletableFuture<@Nullable Act>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private volatile boolean idempotent;
    private volatile long lastHandlerEnded = System.nanoTime();

    private WorkerMain(JsonMapper json, PrintStream toParent) {
        this.json = json;
        this.toParent = toParent;
    }

    public static void main(String[] arguments) throws Exception {
        WorkerMain worker = new WorkerMain(JsonMapper.builder().build(), System.out);
        worker.run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    private void run(BufferedReader fromParent) throws Exception {
        WorkerPlan plan = json.readValue(fromParent.readLine(), WorkerPlan.class);
        Messaging messaging =
                Messaging.open(MessagingConfig.of(plan.configuration()).withObserver(event -> {
                    Told told = Told.of(event);
                    if (told != null) {
                        report(Report.told(told));
                    }
                }));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(messaging), "close"));
        Consumer.Builder<byte[]> builder = messaging.consume(Topic.of(plan.topic(), Codec.bytes()), plan.group());
        if (plan.claimLeaseMillis() > 0) {
            idempotent = true;
            builder.idempotent(Idempotency.<byte[]>byMessageId().lease(Duration.ofMillis(plan.claimLeaseMillis())));
        }
        Consumer unused = builder.ordering(plan.ordering())
                .concurrency(plan.concurrency())
                .prefetch(plan.prefetch())
                .retry(RetryPolicy.fixed(Duration.ofMillis(plan.retryDelayMillis()))
                        .maxAttempts(plan.maxAttempts()))
                .lease(Duration.ofMillis(plan.leaseMillis()))
                .decide(handler(plan));
        report(Report.ready());
        for (String line = fromParent.readLine(); line != null; line = fromParent.readLine()) {
            Answer answer = json.readValue(line, Answer.class);
            CompletableFuture<@Nullable Act> asked = waiting.remove(answer.call());
            if (asked != null) {
                asked.complete(answer.act());
            }
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    private void close(Messaging messaging) {
        report(Report.closing());
        long asked = System.nanoTime();
        messaging.close();
        long since = Math.max(asked, lastHandlerEnded);
        report(Report.closed((System.nanoTime() - since) / 1_000_000));
    }

    private DecidingHandler<byte[]> handler(WorkerPlan plan) throws Exception {
        if (plan.deed() == null) {
            return delivery -> handle(delivery, accepted -> Outcome.accept());
        }
        Deed deed = Class.forName(plan.deed())
                .asSubclass(Deed.class)
                .getConstructor()
                .newInstance();
        DecidingHandler<byte[]> doing = deed.begin(plan.deedSettings());
        return delivery -> handle(delivery, doing);
    }

    private Outcome handle(Delivery<byte[]> delivery, DecidingHandler<byte[]> doing) throws Exception {
        try {
            return ask(delivery, doing);
        } finally {
            lastHandlerEnded = System.nanoTime();
        }
    }

    private Outcome ask(Delivery<byte[]> delivery, DecidingHandler<byte[]> doing) throws Exception {
        long call = calls.incrementAndGet();
        Arrival arrival = new Arrival(delivery.id(), delivery.key(), delivery.attempt());
        CompletableFuture<@Nullable Act> answer = new CompletableFuture<>();
        waiting.put(call, answer);
        String fingerprint = Fingerprint.of(delivery.body(), delivery.key(), delivery.headers());
        report(Report.handler(call, Kind.START, arrival, fingerprint));
        Act act;
        try {
            act = answer.get();
        } catch (InterruptedException e) {
            ended(call, Kind.FAILED, arrival, e.toString());
            throw e;
        }
        if (act == Act.DIE) {
            Runtime.getRuntime().halt(DIED);
        } else if (act == Act.FAIL) {
            ended(call, Kind.FAILED, arrival, "told to");
            throw new IllegalStateException("told to fail");
        }
        Outcome outcome;
        try {
            outcome = doing.handle(delivery);
        } catch (Throwable thrown) {
            ended(call, Kind.FAILED, arrival, thrown.toString());
            throw thrown;
        }
        if (outcome instanceof Outcome.Accept) {
            if (idempotent) {
                report(Report.handler(call, Kind.EFFECT, arrival, ""));
            }
            ended(call, Kind.OK, arrival, "");
        } else {
            ended(call, Kind.FAILED, arrival, outcome.toString());
        }
        return outcome;
    }

    // What another process does because of it must not be written down before it is.
    private void ended(long call, Kind kind, Arrival arrival, String text) {
        CompletableFuture<@Nullable Act> writtenDown = new CompletableFuture<>();
        waiting.put(call, writtenDown);
        report(Report.handler(call, kind, arrival, text));
        Act unused = writtenDown.join();
    }

    /** Whatever a library has printed without ending its line must not spoil this one. */
    private void report(Report report) {
        byte[] line = ("\n" + Report.MARK + json.writeValueAsString(report) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (toParent) {
            toParent.write(line, 0, line.length);
            toParent.flush();
        }
    }
}
