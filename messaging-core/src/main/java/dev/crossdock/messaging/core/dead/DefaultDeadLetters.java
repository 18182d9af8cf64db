package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterCount;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.publish.Destination;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The dead letters of a group. Thread-safe: each operation is a pass of its own, on the calling thread.
 *
 * <p>Where the broker cannot look without taking, or has to be asked message by message, an operation holds what is to
 * stay until it is over. If that is more than 10,000 entries, or 256 MiB of bodies, it gives them back and throws
 * {@link ErrorCode#OVERLOADED}: what was redriven or discarded until then stays so.
 */
public final class DefaultDeadLetters implements DeadLetters {
    private final Engine engine;
    private final Address.DeadLetters queue;
    private volatile boolean provisioned;

    public DefaultDeadLetters(Engine engine, String topic, String group) {
        this.engine = engine;
        this.queue = new Address.DeadLetters(topic, group);
    }

    @Override
    public long count() {
        return run("Counting", () -> {
            OptionalLong depth = engine.transport().depth(queue);
            return depth.isPresent() ? depth.getAsLong() : new Browse(engine, queue).count();
        });
    }

    @Override
    public DeadLetterCount counted() {
        return run("Counting", () -> {
            OptionalLong depth = engine.transport().depth(queue);
            if (depth.isPresent()) {
                return new DeadLetterCount(depth.getAsLong(), true);
            }
            OptionalLong estimate = engine.transport().estimate(queue);
            return estimate.isPresent()
                    ? new DeadLetterCount(estimate.getAsLong(), false)
                    : new DeadLetterCount(new Browse(engine, queue).count(), true);
        });
    }

    @Override
    public DeadLetterProgress redrive(DeadLetterJob job) {
        return run("Redriving", () -> new Job(engine, queue, job).run(new Redrive(engine, queue, job.edit())));
    }

    @Override
    public DeadLetterProgress discard(DeadLetterJob job) {
        return run("Discarding", () -> new Job(engine, queue, job).run(new Discard()));
    }

    @Override
    public List<DeadLetter> browse(int limit) {
        if (limit < 1) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT, "At least 1 dead letter can be browsed for, found " + limit);
        }
        return run("Browsing", () -> letters(new Browse(engine, queue).first(limit)));
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return run(
                "Browsing",
                () -> new Browse(engine, queue).find(Selection.byId(id)).map(Entry::letter));
    }

    @Override
    public boolean redrive(String id) {
        return redrive(id, Redrive.AS_IT_IS);
    }

    @Override
    public boolean redrive(String id, UnaryOperator<Message<byte[]>> edit) {
        return redrive(Selection.byId(id), edit) > 0;
    }

    @Override
    public int redrive(Predicate<? super DeadLetter> which) {
        return redrive(Selection.all(which), Redrive.AS_IT_IS);
    }

    @Override
    public boolean discard(String id) {
        return discard(Selection.byId(id)) > 0;
    }

    @Override
    public int discard(Predicate<? super DeadLetter> which) {
        return discard(Selection.all(which));
    }

    /** As the contract says; an entry that the broker put there by itself has no date and stays. */
    @Override
    public int purgeOlderThan(Duration age) {
        if (age.isNegative()) {
            throw new MessagingException(ErrorCode.INVALID_ARGUMENT, "An age is not negative, found " + age);
        }
        Instant limit = engine.time().now().minus(age);
        return discard(Selection.all(dead -> {
            Instant deadAt = dead.deadAt();
            return deadAt != null && deadAt.isBefore(limit);
        }));
    }

    private int redrive(Selection selection, UnaryOperator<Message<byte[]>> edit) {
        return run("Redriving", () -> over(selection, new Redrive(engine, queue, edit)));
    }

    private int discard(Selection selection) {
        return run("Discarding", () -> over(selection, new Discard()));
    }

    private int over(Selection selection, Work work) throws Exception {
        try (Pass pass = new Pass(engine, queue)) {
            for (List<Loan> batch = pass.next(); !batch.isEmpty(); batch = pass.next()) {
                work.on(batch, selection, pass);
                if (selection.isSatisfied() && !pass.hasRoom()) {
                    break;
                }
            }
        }
        return work.count();
    }

    private <R> R run(String what, Callable<R> operation) {
        try {
            if (!provisioned) {
                Topology topology = new Topology(engine.settings().provisioning(), Ordering.UNORDERED, StartFrom.NOW);
                engine.transport().provision(queue, topology);
                provisioned = true;
            }
            return operation.call();
        } catch (Exception e) {
            throw engine.failures().of(what + " " + Destination.describe(queue), e);
        }
    }

    private static List<DeadLetter> letters(List<Entry> entries) {
        return entries.stream().map(Entry::letter).toList();
    }
}
