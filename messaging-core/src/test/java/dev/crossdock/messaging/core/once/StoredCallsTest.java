package dev.crossdock.messaging.core.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.IdempotentCalls;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoredCallsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final TimeSource time = TimeSource.system();
    private final Fickle store = new Fickle(new InMemoryIdempotencyStore(time, 100));
    private final CallsUnderWay underWay = new CallsUnderWay(time);
    private final IdempotentCalls<String> calls = of("charges", Codec.utf8());
    private final AtomicInteger runs = new AtomicInteger();

    private <R> IdempotentCalls<R> of(String name, Codec<R> codec) {
        return new StoredCalls<>(store, time, underWay, name, codec);
    }

    private Callable<String> charge(String receipt) {
        return () -> {
            runs.incrementAndGet();
            return receipt;
        };
    }

    private static ErrorCode codeOf(Callable<?> call) {
        try {
            call.call();
        } catch (MessagingException e) {
            return e.code();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void whoeverCallsAgainGetsTheResultOfTheFirst() throws Exception {
        assertThat(calls.process("1", DAY, charge("first"))).isEqualTo("first");
        assertThat(calls.process("1", DAY, charge("second"))).isEqualTo("first");
        assertThat(of("refunds", Codec.utf8()).process("1", DAY, charge("other")))
                .isEqualTo("other");
        assertThat(runs).hasValue(2);
    }

    @Test
    void nothingIsAResultToo() throws Exception {
        assertThat(calls.process("1", DAY, charge(null))).isNull();
        assertThat(calls.process("1", DAY, charge("second"))).isNull();
    }

    @Test
    void afterTheRetentionItRunsAgain() throws Exception {
        calls.process("1", Duration.ofMillis(1), charge("first"));
        long end = System.nanoTime() + Duration.ofMillis(2).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(calls.process("1", DAY, charge("second"))).isEqualTo("second");
    }

    @Test
    void whatThrowsLeavesNoMark() throws Exception {
        assertThatThrownBy(() -> calls.process("1", DAY, () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        assertThat(calls.process("1", DAY, charge("second"))).isEqualTo("second");
    }

    @Test
    void ofManyAtOnceOneRunsAndAllGetItsResult() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String receipt = "receipt " + i;
                results.add(callers.submit(() -> calls.process("1", DAY, charge(receipt))));
            }
            String first = results.get(0).get();
            for (Future<String> result : results) {
                assertThat(result.get()).isEqualTo(first);
            }
            assertThat(runs).hasValue(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void whoWaitsForTooLongIsToldSoAndRunsNothing() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> first = inBackground(() -> calls.lease(SHORT).process("1", DAY, () -> {
            begun.countDown();
            end.await();
            return "first";
        }));
        begun.await();
        assertThat(codeOf(() -> calls.waitAtMost(Duration.ZERO).process("1", DAY, charge("second"))))
                .isEqualTo(ErrorCode.TIMEOUT);
        // Longer than its lease, which is renewed meanwhile.
        assertThat(codeOf(() -> calls.waitAtMost(SHORT.multipliedBy(3)).process("1", DAY, charge("second"))))
                .isEqualTo(ErrorCode.TIMEOUT);
        end.countDown();
        assertThat(first.get()).isEqualTo("first");
        assertThat(runs).hasValue(0);
    }

    @Test
    void whoIsInterruptedWhileWaitingIsToldSo() throws Exception {
        store.busy = true;
        Thread.currentThread().interrupt();
        assertThat(codeOf(() -> calls.process("1", DAY, charge("first")))).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(runs).hasValue(0);
    }

    @Test
    void withoutTheStoreNothingRuns() {
        store.away = true;
        assertThat(codeOf(() -> calls.process("secret", DAY, charge("first")))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(runs).hasValue(0);
    }

    @Test
    void aStoreThatIsAwayForAMomentIsToldWhenItIsBack() throws Exception {
        assertThat(calls.process("1", DAY, () -> {
                    store.awayFor.set(3);
                    return "first";
                }))
                .isEqualTo("first");
        assertThat(calls.process("1", DAY, charge("second"))).isEqualTo("first");
    }

    @Test
    void aStoreThatStaysAwayMakesTheOutcomeUnknown() {
        assertThat(codeOf(() -> calls.lease(SHORT).process("1", DAY, () -> {
                    store.away = true;
                    return "first";
                })))
                .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void aStoreThatHasLostItsTableMakesTheOutcomeUnknown() {
        assertThat(codeOf(() -> calls.lease(SHORT).process("1", DAY, () -> {
                    store.lost = true;
                    return "first";
                })))
                .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void whoWasOvertakenGetsTheResultOfTheOther() throws Exception {
        String result = calls.process("1", DAY, () -> {
            store.takeOver("theirs");
            return "mine";
        });
        assertThat(result).isEqualTo("theirs");
    }

    @Test
    void whoseClaimIsGoneAndNobodyElsesMarksItAnew() throws Exception {
        String result = calls.process("1", DAY, () -> {
            store.takeOver(null);
            return "mine";
        });
        assertThat(result).isEqualTo("mine");
        assertThat(calls.process("1", DAY, charge("second"))).isEqualTo("mine");
    }

    @Test
    void whatCannotBeKeptIsGivenOnceAndIsDone() throws Exception {
        String large = "x".repeat(IdempotentCalls.MAX_RESULT_BYTES + 1);
        assertThat(calls.process("large", DAY, charge(large))).isEqualTo(large);
        assertThat(codeOf(() -> calls.process("large", DAY, charge("second")))).isEqualTo(ErrorCode.NOT_FOUND);
        String most = "x".repeat(IdempotentCalls.MAX_RESULT_BYTES);
        calls.process("most", DAY, charge(most));
        assertThat(calls.process("most", DAY, charge("second"))).isEqualTo(most);
        assertThat(calls.process("half", DAY, charge("\ud800"))).isEqualTo("\ud800");
        assertThat(codeOf(() -> calls.process("half", DAY, charge("second")))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(runs).hasValue(3);
    }

    @Test
    void whatAnotherCodecHasKeptIsAConflict() throws Exception {
        calls.process("1", DAY, charge("first"));
        IdempotentCalls<Integer> numbers = of("charges", new Numbers());
        assertThat(codeOf(() -> numbers.process("1", DAY, () -> 2))).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void whatIsMarkedWithoutAResultIsDone() throws Exception {
        Claim.Acquired claim = (Claim.Acquired) store.claim(Scopes.ofCalls("charges"), "1", DAY);
        store.complete(claim, DAY);
        assertThat(codeOf(() -> calls.process("1", DAY, charge("first")))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void impossibleArgumentsAreRefused() {
        assertThat(codeOf(() -> calls.process("", DAY, charge("1")))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(codeOf(() -> calls.process("x".repeat(4097), DAY, charge("1"))))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(codeOf(() -> calls.process("1", Duration.ZERO, charge("1")))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(codeOf(() -> calls.lease(Duration.ZERO))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(codeOf(() -> calls.waitAtMost(Duration.ofNanos(-1)))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void closingWaitsForCallsAndLetsNobodyInAnyMore() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> first = inBackground(() -> calls.process("1", DAY, () -> {
            begun.countDown();
            end.await();
            return "first";
        }));
        begun.await();
        underWay.close();
        assertThat(underWay.awaitEnd(Duration.ofMillis(10))).isFalse();
        assertThat(codeOf(() -> calls.process("2", DAY, charge("second")))).isEqualTo(ErrorCode.CLOSED);
        end.countDown();
        assertThat(first.get()).isEqualTo("first");
        assertThat(underWay.awaitEnd(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aStoreThatKeepsNoResultsIsRefused() {
        store.keeps = false;
        assertThat(codeOf(() -> of("charges", Codec.utf8()))).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    private static <R> CompletableFuture<R> inBackground(Callable<R> call) {
        CompletableFuture<R> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static final class Numbers implements Codec<Integer> {
        @Override
        public String contentType() {
            return "application/x-number";
        }

        @Override
        public byte[] encode(Integer body) {
            return body.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }

        @Override
        public Integer decode(byte[] bytes, Headers headers) {
            return Integer.valueOf(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    /** Does what it is told to. */
    private static final class Fickle implements IdempotencyStore {
        private final InMemoryIdempotencyStore sound;
        private volatile boolean away;
        private final AtomicInteger awayFor = new AtomicInteger();
        private volatile boolean lost;
        private volatile boolean busy;
        private volatile boolean keeps = true;
        private Claim.Acquired last = new Claim.Acquired("", "", 0);

        Fickle(InMemoryIdempotencyStore sound) {
            this.sound = sound;
        }

        private void answer() throws IOException {
            if (lost) {
                throw new MessagingException(ErrorCode.NOT_FOUND, "there is no such table");
            }
            if (away || awayFor.getAndDecrement() > 0) {
                throw new IOException("the store is away");
            }
        }

        /** As if the lease had been over, and somebody else had done it or given up. */
        void takeOver(String result) {
            sound.release(last);
            Claim.Acquired theirs = (Claim.Acquired) sound.claim(last.scope(), last.key(), DAY);
            if (result == null) {
                sound.release(theirs);
            } else {
                sound.complete(theirs, DAY, KeptResult.write(result, Codec.utf8()));
            }
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) throws Exception {
            answer();
            Claim claim = busy ? new Claim.Busy(DAY) : sound.claim(scope, key, lease);
            if (claim instanceof Claim.Acquired acquired) {
                last = acquired;
            }
            return claim;
        }

        @Override
        public boolean renew(Claim.Acquired claim, Duration lease) throws Exception {
            answer();
            return sound.renew(claim, lease);
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
            answer();
            return sound.complete(claim, retention);
        }

        @Override
        public boolean keepsResults() {
            return keeps;
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention, byte[] result) throws Exception {
            answer();
            return sound.complete(claim, retention, result);
        }

        @Override
        public Optional<byte[]> result(String scope, String key) throws Exception {
            answer();
            return sound.result(scope, key);
        }

        @Override
        public void release(Claim.Acquired claim) throws Exception {
            answer();
            sound.release(claim);
        }
    }
}
