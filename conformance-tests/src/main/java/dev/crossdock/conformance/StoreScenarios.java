package dev.crossdock.conformance;

import dev.crossdock.conformance.process.StoreProcess;
import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.IdempotentCalls;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** H. Idempotent consumption: what a store has to do for it. */
final class StoreScenarios {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = StoreStage.LONG;

    private StoreScenarios() {}

    static Map<String, StoreScenario> all() {
        Map<String, StoreScenario> all = new TreeMap<>(StoreSecurityScenarios.all());
        all.putAll(Map.ofEntries(
                Map.entry("H11", StoreScenarios::states),
                Map.entry("H12", StoreScenarios::staleOwner),
                Map.entry("H13", StoreScenarios::takeOver),
                Map.entry("H14", StoreScenarios::retention),
                Map.entry("H15", StoreScenarios::oneWinner),
                Map.entry("H16", StoreScenarios::oddKeys),
                Map.entry("H17", StoreScenarios::clocks),
                Map.entry("H18", StoreScenarios::down),
                Map.entry("H19", StoreScenarios::openings),
                Map.entry("H20", StoreScenarios::cleanUp),
                Map.entry("H21", StoreScenarios::killed),
                Map.entry("H22", StoreScenarios::frozen),
                Map.entry("H23", StoreScenarios::results),
                Map.entry("H24", StoreScenarios::calls)));
        return all;
    }

    private static void states(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        String scope = stage.scope();
        Claim.Acquired first = stage.acquired(store.claim(scope, "k", LONG), "absent");
        stage.check(first.scope().equals(scope) && first.key().equals("k"), "claim", "the claim is of another key");
        stage.busy(store.claim(scope, "k", LONG), LONG, "busy");
        stage.check(store.renew(first, LONG), "renew", "the current claim was not renewed");
        store.release(first);
        stage.check(!store.renew(first, LONG), "released", "a claim that was given back was renewed");
        stage.check(!store.complete(first, LONG), "released", "a claim that was given back was completed");
        Claim.Acquired second = stage.acquired(store.claim(scope, "k", LONG), "again");
        stage.check(second.fencingToken() > first.fencingToken(), "token", "the token did not grow");
        stage.check(store.complete(second, LONG), "complete", "the current claim was not completed");
        stage.completed(store.claim(scope, "k", LONG), "done");
        store.release(second);
        stage.completed(store.claim(scope, "k", LONG), "late");
        stage.check(!store.renew(second, LONG), "renewDone", "a claim that is done was renewed");
    }

    private static void staleOwner(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        Claim.Acquired stale = stage.acquired(store.claim(stage.scope(), "k", SHORT), "first");
        Claim.Acquired current = stage.awaitClaim(store, "k", LONG, "takeOver");
        stage.check(current.fencingToken() > stale.fencingToken(), "token", "the token did not grow");
        stage.check(!store.renew(stale, LONG), "renew", "a stale owner has renewed");
        stage.check(!store.complete(stale, LONG), "complete", "a stale owner has completed");
        store.release(stale);
        stage.busy(store.claim(stage.scope(), "k", LONG), LONG, "release");
        stage.check(store.complete(current, LONG), "current", "the current owner could not complete");
        stage.check(!store.complete(stale, Duration.ofMillis(1)), "afterwards", "a stale owner has completed");
        stage.completed(store.claim(stage.scope(), "k", LONG), "done");
    }

    private static void takeOver(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        long asked = System.nanoTime();
        Claim.Acquired first = stage.acquired(store.claim(stage.scope(), "k", SHORT), "first");
        stage.awaitClaim(store, "k", LONG, "never");
        stage.check(
                System.nanoTime() - asked >= SHORT.toNanos(), "early", "it was taken over before its lease was over");
        // A renewal counts from when it is made.
        Claim.Acquired renewed = stage.acquired(store.claim(stage.scope(), "r", Duration.ofMillis(100)), "second");
        stage.check(store.renew(renewed, LONG), "renew", "the current claim was not renewed");
        stage.check(!store.renew(first, LONG), "stale", "a stale owner has renewed");
        // Over, but nobody else was there: it is still the current one.
        Claim.Acquired late = stage.acquired(store.claim(stage.scope(), "l", Duration.ofMillis(1)), "third");
        stage.await("over", () -> System.nanoTime() - asked > SHORT.toNanos() + 50_000_000);
        stage.busy(store.claim(stage.scope(), "r", LONG), LONG, "renewed");
        stage.check(store.complete(late, LONG), "late", "a claim that nobody took over could not be completed");
    }

    private static void retention(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        Claim.Acquired first = stage.acquired(store.claim(stage.scope(), "k", LONG), "first");
        long asked = System.nanoTime();
        stage.check(store.complete(first, SHORT), "complete", "the current claim was not completed");
        stage.completed(store.claim(stage.scope(), "k", LONG), "within");
        Claim.Acquired second = stage.awaitClaim(store, "k", LONG, "after");
        stage.check(
                System.nanoTime() - asked >= SHORT.toNanos(),
                "early",
                "it was forgotten before the retention was over");
        stage.check(second.fencingToken() > first.fencingToken(), "token", "the token did not grow");
        stage.check(!store.renew(first, LONG), "stale", "an owner of old has renewed");
    }

    private static void oneWinner(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        IdempotencyStore other = stage.open();
        for (int round = 0; round < 10; round++) {
            String key = "k" + round;
            List<Claim> claims = atOnce(50, i -> (i % 2 == 0 ? store : other).claim(stage.scope(), key, LONG));
            List<Claim.Acquired> winners = claims.stream()
                    .filter(Claim.Acquired.class::isInstance)
                    .map(Claim.Acquired.class::cast)
                    .toList();
            stage.check(winners.size() == 1, "winners", "of 50 claims of one key, so many were had: " + winners.size());
            stage.check(
                    claims.stream().noneMatch(Claim.Completed.class::isInstance), "done", "a key in progress was done");
            List<Boolean> ends = atOnce(
                    20, i -> i % 2 == 0 ? store.complete(winners.get(0), LONG) : store.renew(winners.get(0), LONG));
            stage.check(ends.contains(true), "complete", "the winner could not complete");
            stage.completed(store.claim(stage.scope(), key, LONG), "completed");
        }
    }

    private static void oddKeys(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        String astral = "\uD83D\uDE00";
        List<String> keys = List.of(
                "k",
                "K",
                "k ",
                " k",
                "",
                "k\0",
                "k\n",
                "ï",
                "i\u0308",
                "ß",
                "ss",
                "ﬁ",
                "fi",
                "%",
                "_",
                "'",
                "\"",
                "\\",
                "k;--",
                astral,
                "\uD83D",
                "\uDE00",
                "?",
                "\uFFFD",
                "x".repeat(4096),
                "x".repeat(4095) + "y",
                astral.repeat(2048),
                "\u05D0\u202E",
                "null",
                "0",
                "00");
        Set<Claim.Acquired> had = new HashSet<>();
        for (String key : keys) {
            had.add(stage.acquired(store.claim(stage.scope(), key, LONG), "distinct"));
        }
        stage.check(had.size() == keys.size(), "claims", "claims of different keys are equal");
        for (Claim.Acquired claim : had) {
            stage.busy(store.claim(stage.scope(), claim.key(), LONG), LONG, "same");
            stage.check(store.complete(claim, LONG), "complete", "a claim could not be completed");
        }
        // Scopes never meet, nor does the end of a scope meet the beginning of a key.
        stage.acquired(store.claim(stage.scope() + "k", "", LONG), "scope");
        stage.acquired(store.claim(stage.scope().toUpperCase(java.util.Locale.ROOT), "k", LONG), "case");
        stage.acquired(store.claim("s".repeat(600) + stage.scope(), "k", LONG), "longScope");
        stage.completed(store.claim(stage.scope(), "k", LONG), "done");
    }

    private static void clocks(StoreStage stage) throws Exception {
        IdempotencyStore slow = stage.open(new Wrong(Duration.ofMinutes(-7)));
        IdempotencyStore fast = stage.open(new Wrong(Duration.ofMinutes(7)));
        Duration lease = Duration.ofMinutes(1);
        for (List<IdempotencyStore> pair : List.of(List.of(slow, fast), List.of(fast, slow))) {
            String key = "k" + stage.checks();
            Claim.Acquired claim = stage.acquired(pair.get(0).claim(stage.scope(), key, lease), "first");
            Claim.Busy busy = stage.busy(pair.get(1).claim(stage.scope(), key, lease), lease, "busy");
            stage.check(busy.retryAfter().compareTo(Duration.ofSeconds(30)) > 0, "left", "found " + busy.retryAfter());
            stage.check(pair.get(0).complete(claim, lease), "complete", "the current claim was not completed");
            stage.completed(pair.get(1).claim(stage.scope(), key, lease), "done");
            long asked = System.nanoTime();
            Claim.Acquired brief = stage.acquired(pair.get(0).claim(stage.scope(), key + "b", SHORT), "brief");
            Claim.Acquired next = stage.awaitClaim(pair.get(1), key + "b", lease, "takeOver");
            stage.check(System.nanoTime() - asked >= SHORT.toNanos(), "early", "it was taken over too early");
            stage.check(next.fencingToken() > brief.fencingToken(), "token", "the token did not grow");
        }
    }

    private static void down(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        Claim.Acquired held = stage.acquired(store.claim(stage.scope(), "held", LONG), "before");
        stage.harness().control().stop();
        try {
            for (String key : List.of("private-1", "held")) {
                thrown(stage, key, () -> store.claim(stage.scope(), key, LONG));
            }
            thrown(stage, "held", () -> store.complete(held, LONG));
            thrown(stage, "held", () -> store.renew(held, LONG));
        } finally {
            stage.harness().control().start();
        }
        // The same instance finds its server again, and nobody was given what could not be asked for.
        stage.awaitAnswer("back", () -> store.renew(held, LONG));
        stage.acquired(store.claim(stage.scope(), "private-1", LONG), "claimed");
        stage.busy(store.claim(stage.scope(), "held", LONG), LONG, "held");
        stage.check(store.complete(held, LONG), "kept", "a claim from before could not be completed");
    }

    private static void thrown(StoreStage stage, String key, Callable<?> call) {
        long asked = System.nanoTime();
        try {
            Object answer = call.call();
            stage.check(false, "answer", "a store that is down has answered " + answer);
        } catch (Violation violation) {
            throw violation;
        } catch (Exception expected) {
            stage.check(!String.valueOf(expected.getMessage()).contains(key), "key", "the error shows the key");
            stage.check(
                    System.nanoTime() - asked < stage.harness().patience().toNanos(),
                    "late",
                    "it took too long to fail");
        }
    }

    private static void openings(StoreStage stage) throws Exception {
        List<IdempotencyStore> stores = atOnce(10, i -> stage.harness().open(TimeSource.system()));
        stores.forEach(store -> stage.closing(store::close));
        List<Claim> claims = atOnce(10, i -> stores.get(i).claim(stage.scope(), "k", LONG));
        stage.check(
                claims.stream().filter(Claim.Acquired.class::isInstance).count() == 1, "winners", "found " + claims);
    }

    private static void cleanUp(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        int old = 50;
        long before = stage.harness().records();
        for (int i = 0; i < old; i++) {
            Claim.Acquired claim = stage.acquired(store.claim(stage.scope(), "old" + i, LONG), "old");
            if (i % 3 == 0) {
                store.release(claim);
            } else if (i % 3 == 1) {
                stage.check(store.complete(claim, LONG), "complete", "the current claim was not completed");
            }
        }
        stage.check(
                stage.harness().records() == before + old, "records", "there is more or less than a record for a key");
        stage.harness().age(Duration.ofDays(1));
        // What comes in between pays for it, a little each.
        int paying = 300;
        for (int i = 0; i < paying; i++) {
            stage.check(
                    store.complete(stage.acquired(store.claim(stage.scope(), "new" + i, LONG), "new"), LONG),
                    "complete",
                    "the current claim was not completed");
        }
        stage.check(
                stage.harness().records() <= paying,
                "left",
                "of what is long over there is left: " + (stage.harness().records() - paying));
        stage.completed(store.claim(stage.scope(), "new0", LONG), "kept");
        stage.acquired(store.claim(stage.scope(), "old1", LONG), "forgotten");
    }

    private static void killed(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        Duration lease = Duration.ofSeconds(2);
        try (StoreProcess process = StoreProcess.start(stage.harness().configuration())) {
            long asked = System.nanoTime();
            long token = process.claim(stage.scope(), "k", lease);
            process.kill();
            stage.busy(store.claim(stage.scope(), "k", LONG), lease, "busy");
            Claim.Acquired next = stage.awaitClaim(store, "k", LONG, "takeOver");
            stage.check(
                    System.nanoTime() - asked >= lease.toNanos(),
                    "early",
                    "it was taken over before its lease was over");
            stage.check(next.fencingToken() > token, "token", "the token did not grow");
            stage.check(store.complete(next, LONG), "complete", "the current claim was not completed");
        }
    }

    private static void frozen(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        try (StoreProcess process = StoreProcess.start(stage.harness().configuration())) {
            long token = process.claim(stage.scope(), "k", SHORT);
            process.suspend();
            Claim.Acquired next = stage.awaitClaim(store, "k", LONG, "takeOver");
            stage.check(next.fencingToken() > token, "token", "the token did not grow");
            process.resume();
            stage.check(!process.renew(LONG), "renew", "an owner that was frozen beyond its lease has renewed");
            stage.check(!process.complete(LONG), "complete", "an owner that was frozen beyond its lease has completed");
            process.release();
            stage.busy(store.claim(stage.scope(), "k", LONG), LONG, "release");
            stage.check(store.complete(next, LONG), "current", "the current claim was not completed");
        }
    }

    private static void results(StoreStage stage) throws Exception {
        IdempotencyStore store = stage.open();
        stage.check(store.keepsResults(), "keeps", "this store keeps no results");
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        byte[] largest = new byte[IdempotentCalls.MAX_RESULT_BYTES + 1];
        new Random(23).nextBytes(largest);
        for (byte[] result : List.of(new byte[0], every, largest)) {
            String key = "k" + result.length;
            stage.check(store.result(stage.scope(), key).isEmpty(), "absent", "there is a result before it was kept");
            Claim.Acquired claim = stage.acquired(store.claim(stage.scope(), key, LONG), "claim");
            stage.check(
                    store.result(stage.scope(), key).isEmpty(), "inProgress", "there is a result before it is done");
            stage.check(store.complete(claim, LONG, result), "complete", "the current claim was not completed");
            kept(stage, stage.open(), key, result);
            stage.check(store.complete(claim, LONG, result), "again", "completing once more was refused");
            kept(stage, store, key, result);
            stage.completed(store.claim(stage.scope(), key, LONG), "completed");
        }
        Claim.Acquired stale = stage.acquired(store.claim(stage.scope(), "stale", SHORT), "stale");
        Claim.Acquired current = stage.awaitClaim(store, "stale", LONG, "takeOver");
        stage.check(!store.complete(stale, LONG, every), "owner", "a stale owner has kept a result");
        stage.check(store.result(stage.scope(), "stale").isEmpty(), "owner", "a stale owner has kept a result");
        store.release(current);
        Claim.Acquired without = stage.acquired(store.claim(stage.scope(), "without", LONG), "without");
        stage.check(store.complete(without, LONG), "without", "the current claim was not completed");
        stage.check(store.result(stage.scope(), "without").isEmpty(), "without", "there is a result that nobody kept");
        Claim.Acquired brief = stage.acquired(store.claim(stage.scope(), "brief", LONG), "brief");
        stage.check(store.complete(brief, SHORT, every), "brief", "the current claim was not completed");
        stage.await("retention", () -> store.result(stage.scope(), "brief").isEmpty());
        Claim.Acquired anew = stage.awaitClaim(store, "brief", LONG, "anew");
        stage.check(
                store.result(stage.scope(), "brief").isEmpty(), "anew", "the result of a former time is still there");
        stage.check(store.complete(anew, LONG, new byte[] {1}), "anew", "the current claim was not completed");
        kept(stage, store, "brief", new byte[] {1});
    }

    private static void kept(StoreStage stage, IdempotencyStore store, String key, byte[] wanted) throws Exception {
        byte[] found = store.result(stage.scope(), key).orElse(null);
        stage.check(
                Arrays.equals(found, wanted),
                "kept",
                "wanted the " + wanted.length + " bytes that were kept, found "
                        + (found == null ? "nothing" : found.length + " bytes"));
    }

    private static void calls(StoreStage stage) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Duration day = Duration.ofDays(1);
        List<IdempotentCalls<String>> instances = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Messaging messaging =
                    stage.closing(Messaging.open(MessagingConfig.of(Map.of("crossdock.transport", "inmemory"))
                            .withIdempotencyStore(stage.open())));
            instances.add(messaging.idempotentCalls(stage.scope().replace('/', '-'), Codec.utf8()));
        }
        int callers = 20;
        CountDownLatch begun = new CountDownLatch(callers);
        List<String> results = atOnce(callers, i -> {
            begun.countDown();
            return instances.get(i % 2).process("k", day, () -> {
                // So long that the others come meanwhile.
                begun.await();
                LockSupport.parkNanos(SHORT.toNanos());
                return "run " + runs.incrementAndGet() + " by " + i;
            });
        });
        stage.check(runs.get() == 1, "runs", "wanted one of twenty to run, found " + runs);
        stage.check(Set.copyOf(results).size() == 1, "result", "wanted one result for all, found " + results);
        stage.check(
                instances.get(1).process("k", day, () -> "again").equals(results.get(0)),
                "later",
                "a later call has another result");
        boolean[] thrown = new boolean[1];
        try {
            instances.get(0).process("failing", day, () -> {
                throw new IOException("as agreed");
            });
        } catch (IOException asAgreed) {
            thrown[0] = true;
        }
        stage.check(thrown[0], "thrown", "what the operation has thrown did not come out");
        stage.check(
                instances.get(1).process("failing", day, () -> "second").equals("second"),
                "failed",
                "an operation that has failed did not run again");
    }

    /** Something that is done by many at once. */
    private interface Numbered<R> {
        R play(int number) throws Exception;
    }

    private static <R> List<R> atOnce(int threads, Numbered<R> work) throws Exception {
        ExecutorService players = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<R>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                calls.add(() -> work.play(number));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> result : players.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            players.shutdownNow();
        }
    }

    /** The clock of a machine that nobody has set. */
    private record Wrong(Duration by) implements TimeSource {
        @Override
        public Instant now() {
            return TimeSource.system().now().plus(by);
        }

        @Override
        public long nanos() {
            return TimeSource.system().nanos() + by.toNanos();
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            return TimeSource.system().schedule(delay, task);
        }
    }
}
