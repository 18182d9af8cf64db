package dev.crossdock.conformance.process;

import dev.crossdock.conformance.history.Books;
import dev.crossdock.conformance.history.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group in a process of its own, which can be killed, stopped and suspended. What it does is written into
 * the history of the scenario, in the order in which it did it, and a handler goes on only when its start is there, and ends only when its end is.
 * Thread-safe.
 *
 * <p>That it was killed stands in the history before anything that follows from it: nobody adds anything from the blow
 * until everything that it had said is written down.
 */
public final class Worker implements AutoCloseable {
    // A busy machine may need it to start or to bury a process, however quick the broker is.
    private static final Duration MACHINE = Duration.ofSeconds(30);

    private final String name;
    private final WorkerPlan plan;
    private final Books books;
    private final Duration patience;
    private final WorkerProcess process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    // These change under the history's lock only.
    private final Map<Long, Arrival> hanging = new LinkedHashMap<>();
    private Function<Arrival, Act> acting;
    private volatile boolean dying;
    private volatile boolean askedToEnd;
    private volatile boolean ended;
    private volatile boolean closing;
    private volatile @Nullable Duration closed;

    Worker(
            String name,
            WorkerPlan plan,
            Books books,
            Duration patience,
            Function<Arrival, Act> acting,
            @Nullable Consumer<String> eavesdropper)
            throws IOException {
        this.name = name;
        this.plan = plan;
        this.books = books;
        this.patience = patience;
        this.acting = acting;
        this.process = new WorkerProcess(name, plan, eavesdropper);
        process.listen(this::takeNext);
    }

    /** The name of its consumer in the history. */
    public String member() {
        return name + ".m1";
    }

    /** Whether its process lives; when it does not, all that it said is written down. */
    public boolean isAlive() {
        return !ended;
    }

    /** From now on all handlers do this, those that hang included. */
    public void act(Act act) {
        act(arrival -> act);
    }

    /** From now on handlers do what this says of their delivery, those that hang included; it must return soon. */
    public void act(Function<Arrival, Act> acts) {
        books.history().atomically(() -> {
            acting = acts;
            Map<Long, Arrival> waiting = new LinkedHashMap<>(hanging);
            hanging.clear();
            waiting.forEach(this::answer);
        });
    }

    /** How many of its handlers hang now. */
    public int hanging() {
        AtomicInteger count = new AtomicInteger();
        books.history().atomically(() -> count.set(hanging.size()));
        return count.get();
    }

    /** Kills the process as {@code kill -9} does, and waits until it is gone. Without effect if it is gone already. */
    public void kill() {
        die(process::kill);
    }

    /** Asks the process by SIGTERM to end, which closes its consumer, and waits until it has. */
    public void stop() {
        askToEnd();
        awaitEnd();
    }

    /** Asks the process by SIGTERM to end, which closes its consumer. */
    public void askToEnd() {
        books.history().atomically(() -> askedToEnd = true);
        process.terminate();
    }

    /** Whether it has begun to close. */
    public boolean isClosing() {
        return closing;
    }

    /** Waits until it has ended as it was asked to. */
    public void awaitEnd() {
        if (!process.awaitEnd(patience)) {
            kill();
            throw new IllegalStateException(
                    "wanted " + name + " to end within " + patience + " of a SIGTERM, found that it did not");
        }
        books.history().atomically(this::takeAll);
    }

    /**
     * How long closing took, by its own clock, after it was asked to or after its last handler had ended, whichever was
     * later.
     *
     * @throws IllegalStateException if it has not closed
     */
    public Duration closed() {
        Duration took = closed;
        if (took == null) {
            throw new IllegalStateException(name + " has not closed; its last words:" + process.lastWords());
        }
        return took;
    }

    /** Stops the process as SIGSTOP does: it goes on living and does nothing. */
    public void suspend() {
        process.signal("STOP");
    }

    /** Whether it lives and is stopped, as the system says. */
    public boolean isSuspended() {
        return process.state().startsWith("T");
    }

    /** Lets it go on. */
    public void resume() {
        process.signal("CONT");
    }

    /**
     * Ends the process in good order, if it lives.
     *
     * @throws IllegalStateException if it had ended without having been asked to
     */
    @Override
    public void close() {
        if (isAlive()) {
            resume();
            stop();
        }
        if (!dying && !askedToEnd) {
            throw new IllegalStateException(name + " has ended by itself; its last words:" + process.lastWords());
        }
    }

    void awaitReady() throws InterruptedException {
        Duration start = patience.compareTo(MACHINE) < 0 ? MACHINE : patience;
        try {
            ready.get(start.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            throw new IllegalStateException(
                    "wanted " + name + " to receive within " + start + ", found:" + process.lastWords(), e);
        }
    }

    // Under the history's lock from the blow to the last word: what the death sets off comes behind it.
    private void die(Runnable blow) {
        books.history().atomically(() -> {
            if (!ended && !dying) {
                dying = true;
                blow.run();
                if (!process.awaitEnd(MACHINE)) {
                    throw new IllegalStateException("wanted " + name + " to be gone, found that it lives");
                }
                takeAll();
            }
        });
    }

    private void takeNext() {
        books.history().atomically(() -> {
            WorkerProcess.Word word = process.nextWord();
            if (word != null) {
                take(word);
            }
        });
    }

    private void takeAll() {
        for (WorkerProcess.Word word = process.nextWord(); word != null; word = process.nextWord()) {
            take(word);
        }
    }

    private void take(WorkerProcess.Word word) {
        Report report = word.report();
        if (report == null) {
            end();
            return;
        }
        switch (report.type()) {
            case READY -> ready.complete(null);
            case CLOSING -> closing = true;
            case CLOSED -> closed = Duration.ofMillis(Long.parseLong(report.text()));
            case TOLD -> Objects.requireNonNull(report.told(), "told").writeDown(name, books);
            case HANDLER -> {
                Arrival arrival = Objects.requireNonNull(report.arrival(), "arrival");
                Kind kind = Objects.requireNonNull(report.kind(), "kind");
                add(kind, arrival, report.text());
                if (kind == Kind.START) {
                    answer(report.call(), arrival);
                } else if (kind != Kind.EFFECT) {
                    hanging.remove(report.call());
                    process.answer(report.call(), null);
                }
            }
        }
    }

    private void answer(long call, Arrival arrival) {
        if (dying || ended) {
            return;
        }
        Act act = acting.apply(arrival);
        if (act == Act.HANG) {
            hanging.put(call, arrival);
        } else if (act == Act.DIE) {
            die(() -> process.answer(call, act));
        } else {
            process.answer(call, act);
        }
    }

    private void end() {
        if (!askedToEnd || dying) {
            books.history().add(Kind.CRASHED, member(), plan.topic(), plan.group(), "", null, 0, "", "");
        }
        ended = true;
        ready.completeExceptionally(new IllegalStateException(name + " has ended"));
    }

    private void add(Kind kind, Arrival arrival, String text) {
        boolean start = kind == Kind.START;
        books.history()
                .add(
                        kind,
                        member(),
                        plan.topic(),
                        plan.group(),
                        arrival.messageId(),
                        arrival.key(),
                        arrival.attempt(),
                        start ? text : "",
                        start ? "" : text);
    }
}
