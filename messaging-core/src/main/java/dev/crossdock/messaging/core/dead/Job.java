package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Work on many dead letters, in as many passes as its rate makes: none is so long that a broker would take for dead who has
 * messages on loan for it. Used by one thread.
 */
final class Job {
    // RabbitMQ ends a channel that has had a message on loan for half an hour.
    private static final Duration ROUND = Duration.ofMinutes(5);

    private final Engine engine;
    private final Address.DeadLetters queue;
    private final DeadLetterJob job;
    private final Duration round;
    private final Selection selection;
    private final Throttle throttle;
    private final Instant start;
    private final OptionalLong total;
    private long looked;

    Job(Engine engine, Address.DeadLetters queue, DeadLetterJob job) throws Exception {
        this(engine, queue, job, ROUND);
    }

    /** With the length of a round. */
    Job(Engine engine, Address.DeadLetters queue, DeadLetterJob job, Duration round) throws Exception {
        this.round = round;
        this.engine = engine;
        this.queue = queue;
        this.job = job;
        this.selection = Selection.all(job.which());
        this.throttle = new Throttle(job.perSecond(), engine.time());
        this.start = engine.time().now();
        this.total = engine.transport().depth(queue);
    }

    /** How it has ended. */
    DeadLetterProgress run(Work work) throws Exception {
        Work mine = job.dryRun() ? new Look() : work;
        Round last = Round.USED_UP;
        while (last == Round.USED_UP && selection.matched() < job.limit()) {
            last = round(mine);
        }
        DeadLetterProgress end = progress(mine, last != Round.NO_ROOM);
        job.listener().accept(end);
        return end;
    }

    private enum Round {
        /** There is nothing left that was there when the job began. */
        END,
        /** As many were dealt with as may be in one. */
        USED_UP,
        /** There was no room to hold more of those that are to stay. */
        NO_ROOM
    }

    private Round round(Work work) throws Exception {
        // Who only looks holds everything until the end, and so has one round.
        long most = job.dryRun() ? Long.MAX_VALUE : throttle.within(round);
        selection.allow(Math.min(most, job.limit() - selection.matched()));
        int slice = job.dryRun() ? Pass.BATCH : throttle.slice(Pass.BATCH);
        // What is to stay is seen once more in each round.
        long before = selection.matched();
        try (Pass pass = new Pass(engine, queue, start, left(work))) {
            while (!selection.isUsedUp()) {
                if (job.dryRun() && !pass.hasRoom()) {
                    return Round.NO_ROOM;
                }
                List<Loan> batch = pass.next(slice);
                if (batch.isEmpty()) {
                    return Round.END;
                }
                int done = work.count();
                work.on(batch, selection, pass);
                looked = before + pass.seen();
                job.listener().accept(progress(work, false));
                throttle.passed(work.count() - done, Pass.RENEW_AFTER, pass::renewIfDue);
            }
            return Round.USED_UP;
        }
    }

    private OptionalLong left(Work work) {
        return total.isPresent() ? OptionalLong.of(Math.max(0, total.getAsLong() - work.count())) : total;
    }

    private DeadLetterProgress progress(Work work, boolean complete) {
        return new DeadLetterProgress(looked, selection.matched(), work.count(), total, complete);
    }
}
