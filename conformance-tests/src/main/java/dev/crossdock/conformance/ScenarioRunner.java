package dev.crossdock.conformance;

import dev.crossdock.conformance.catalogue.Entry;
import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.history.HistoryChecker;
import dev.crossdock.conformance.history.Offence;
import dev.crossdock.conformance.history.Rule;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Plays one scenario on one transport and judges it: by what it checks itself, and by the history. Thread-safe. */
public final class ScenarioRunner {
    // Whatever a scenario waits for is bounded; this bounds what nobody thought of.
    private static final int PATIENCES = 8;
    private static final int PATIENCES_IN_FULL = 80;

    private final TransportHarness harness;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final long seed;
    private final boolean full;
    private final Supplier<History> histories;
    // Fair, or one that has to be alone would wait for as long as there are others.
    private final ReadWriteLock turns = new ReentrantReadWriteLock(true);
    private final Lock detour = new ReentrantLock(true);

    /** Plays on this transport, with this seed for all random choices, each scenario in its shorter form. */
    public ScenarioRunner(TransportHarness harness, long seed) {
        this(harness, seed, false);
    }

    /** The same in the form that is asked for: in full, or the shorter one. */
    public ScenarioRunner(TransportHarness harness, long seed, boolean full) {
        this(harness, seed, full, History::new);
    }

    /** The same with a way to make the history of each scenario. */
    public ScenarioRunner(TransportHarness harness, long seed, boolean full, Supplier<History> histories) {
        this.harness = harness;
        this.seed = seed;
        this.full = full;
        this.histories = histories;
    }

    /** Plays a scenario, alone if it takes the broker away; never throws. */
    public ScenarioResult play(Entry entry, Scenario body) {
        return entry.needs() == Entry.Needs.LINK ? playOnDetour(entry, body) : playInTurn(entry, body);
    }

    private ScenarioResult playOnDetour(Entry entry, Scenario body) {
        detour.lock();
        try {
            return playInTurn(entry, body);
        } finally {
            detour.unlock();
        }
    }

    private ScenarioResult playInTurn(Entry entry, Scenario body) {
        Lock turn = entry.needs().isAlone() ? turns.writeLock() : turns.readLock();
        turn.lock();
        try {
            return playNow(entry, body);
        } finally {
            turn.unlock();
        }
    }

    private ScenarioResult playNow(Entry entry, Scenario body) {
        long began = System.nanoTime();
        Stage stage = new Stage(entry, harness, run, seed, full, histories.get());
        AtomicReference<ScenarioResult> result = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread player = new Thread(
                () -> {
                    result.set(playAndJudge(entry, body, stage, began));
                    ended.countDown();
                },
                "scenario-" + entry.id());
        player.setDaemon(true);
        player.start();
        try {
            Duration deadline = harness.timings().patience().multipliedBy(full ? PATIENCES_IN_FULL : PATIENCES);
            if (!ended.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                return failed(entry, began, entry.id() + ".deadline", "it did not end; it stands at " + trace(player));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(entry, began, entry.id() + ".interrupted", "the run was interrupted");
        }
        return java.util.Objects.requireNonNull(result.get());
    }

    private ScenarioResult playAndJudge(Entry entry, Scenario body, Stage stage, long began) {
        try {
            try {
                body.play(stage);
            } finally {
                stage.close();
            }
            List<Offence> offences = HistoryChecker.check(
                    stage.history().events(), stage.claims(), stage.books().tally());
            if (!offences.isEmpty()) {
                Offence first = offences.get(0);
                if (first.rule() == Rule.R13_VACUOUS) {
                    // The judge tells it last, so everything else holds.
                    return ended(entry, Outcome.UNKNOWN, began, entry.id() + "." + first.rule(), first.message());
                }
                return failed(
                        entry,
                        began,
                        entry.id() + "." + first.rule(),
                        first + (offences.size() > 1 ? "\n… and " + (offences.size() - 1) + " more offences" : ""));
            }
            if (stage.checks() == 0) {
                return ended(entry, Outcome.UNKNOWN, began, entry.id() + ".vacuous", "it checked nothing");
            }
            return ended(entry, outcomeOf(entry), began, "", "");
        } catch (Violation violation) {
            return failed(entry, began, violation.code(), String.valueOf(violation.getMessage()));
        } catch (Undecided undecided) {
            return ended(
                    entry, Outcome.UNKNOWN, began, entry.id() + ".undecided", String.valueOf(undecided.getMessage()));
        } catch (UnsupportedOperationException unsupported) {
            // The harness says so of what it cannot do or see. If it was the library, that does not conform either.
            return ended(
                    entry,
                    Outcome.UNKNOWN,
                    began,
                    entry.id() + ".unsupported",
                    unsupported + " at " + trace(unsupported.getStackTrace()));
        } catch (Throwable thrown) {
            return failed(entry, began, entry.id() + ".thrown", thrown + " at " + trace(thrown.getStackTrace()));
        }
    }

    private Outcome outcomeOf(Entry entry) {
        Capability capability = entry.capability();
        if (capability == null) {
            return Outcome.PASS;
        }
        return switch (CapabilityManifest.of(harness.capabilities()).of(capability)) {
            case YES -> Outcome.PASS;
            case EMULATED -> Outcome.EMULATED;
            case NO -> Outcome.REFUSED;
        };
    }

    private static ScenarioResult failed(Entry entry, long began, String code, String message) {
        return ended(entry, Outcome.FAIL, began, code, message);
    }

    private static ScenarioResult ended(Entry entry, Outcome outcome, long began, String code, String message) {
        return new ScenarioResult(entry.id(), outcome, (System.nanoTime() - began) / 1_000_000, code, message);
    }

    private static String trace(Thread thread) {
        return trace(thread.getStackTrace());
    }

    private static String trace(StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(12, frames.length); i++) {
            text.append("\n    ").append(frames[i]);
        }
        return text.toString();
    }
}
