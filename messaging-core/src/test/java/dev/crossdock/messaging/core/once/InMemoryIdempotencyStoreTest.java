package dev.crossdock.messaging.core.once;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.core.HandDrivenTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class InMemoryIdempotencyStoreTest {
    private static final Duration LEASE = ofSeconds(30);
    private static final Duration RETENTION = ofDays(7);

    private final HandDrivenTime time = new HandDrivenTime();
    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(time, 3);

    private Claim.Acquired acquire(String key) {
        return (Claim.Acquired) store.claim("orders/billing", key, LEASE);
    }

    @Nested
    class WhenAKeyIsInProgress {
        private final Claim.Acquired first = acquire("a");

        @Test
        void anotherClaimIsToldHowMuchOfTheLeaseIsLeft() {
            time.pass(ofSeconds(10));
            assertThat(store.claim("orders/billing", "a", LEASE)).isEqualTo(new Claim.Busy(ofSeconds(20)));
        }

        @Test
        void theSameKeyOfAnotherScopeIsFree() {
            assertThat(store.claim("orders/shipping", "a", LEASE)).isInstanceOf(Claim.Acquired.class);
        }

        @Test
        void theLeaseHoldsToItsLastNanosecondAndNotLonger() {
            time.pass(LEASE.minusNanos(1));
            assertThat(store.claim("orders/billing", "a", LEASE)).isEqualTo(new Claim.Busy(ofNanos(1)));
            time.pass(ofNanos(1));
            assertThat(store.claim("orders/billing", "a", LEASE)).isInstanceOf(Claim.Acquired.class);
        }

        @Test
        void aRenewalHoldsItForAnotherLeaseFromThen() {
            time.pass(ofSeconds(29));
            assertThat(store.renew(first, LEASE)).isTrue();
            time.pass(ofSeconds(29));
            assertThat(store.claim("orders/billing", "a", LEASE)).isEqualTo(new Claim.Busy(ofSeconds(1)));
        }

        @Test
        void aReleaseFreesItAtOnceWithAGreaterToken() {
            store.release(first);
            assertThat(acquire("a").fencingToken()).isGreaterThan(first.fencingToken());
        }

        @Test
        void itIsNotEvictedByOthersThatAreDone() {
            for (int i = 0; i < 10; i++) {
                assertThat(store.complete(acquire("other-" + i), RETENTION)).isTrue();
            }
            assertThat(store.claim("orders/billing", "a", LEASE)).isInstanceOf(Claim.Busy.class);
        }
    }

    @Nested
    class WhenSomebodyElseHasTakenOver {
        private final Claim.Acquired late = acquire("a");
        private final Claim.Acquired current;

        WhenSomebodyElseHasTakenOver() {
            time.pass(LEASE);
            current = acquire("a");
        }

        @Test
        void nothingTheLateOneDoesHasAnEffect() {
            assertThat(current.fencingToken()).isGreaterThan(late.fencingToken());
            assertThat(store.renew(late, ofDays(1))).isFalse();
            assertThat(store.complete(late, RETENTION)).isFalse();
            store.release(late);
            assertThat(store.claim("orders/billing", "a", LEASE)).isEqualTo(new Claim.Busy(LEASE));
            assertThat(store.complete(current, RETENTION)).isTrue();
        }
    }

    @Nested
    class WhenAKeyIsDone {
        @Test
        void itIsRememberedForItsRetentionAndNotLonger() {
            store.complete(acquire("a"), RETENTION);
            time.pass(RETENTION.minusNanos(1));
            assertThat(store.claim("orders/billing", "a", LEASE)).isEqualTo(new Claim.Completed());
            time.pass(ofNanos(1));
            assertThat(store.claim("orders/billing", "a", LEASE)).isInstanceOf(Claim.Acquired.class);
        }

        @Test
        void aReleaseComesTooLate() {
            Claim.Acquired claim = acquire("a");
            store.complete(claim, RETENTION);
            store.release(claim);
            assertThat(store.claim("orders/billing", "a", LEASE)).isEqualTo(new Claim.Completed());
        }

        @Test
        void theOldestIsForgottenWhenThereAreTooMany() {
            for (String key : new String[] {"a", "b", "c", "d"}) {
                store.complete(acquire(key), RETENTION);
            }
            assertThat(store.claim("orders/billing", "b", LEASE)).isEqualTo(new Claim.Completed());
            assertThat(store.claim("orders/billing", "a", LEASE)).isInstanceOf(Claim.Acquired.class);
        }

        @Test
        void aRetentionBeyondAllMeasureDoesNotWrapAround() {
            store.complete(acquire("a"), ofDays(365_000_000));
            assertThat(store.claim("orders/billing", "a", LEASE)).isEqualTo(new Claim.Completed());
        }
    }

    /** Against a model of the documented state machine, one random history per repetition. */
    @RepeatedTest(50)
    void behavesLikeItsStateMachine(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        InMemoryIdempotencyStore tested = new InMemoryIdempotencyStore(time, 1_000);
        Map<String, Claim.Acquired> holder = new HashMap<>();
        Map<String, Long> until = new HashMap<>();
        Map<String, Boolean> done = new HashMap<>();
        long now = 0;
        long lastToken = 0;
        for (int step = 0; step < 500; step++) {
            String key = "k" + random.nextInt(4);
            boolean live = until.containsKey(key) && until.get(key) > now;
            switch (random.nextInt(5)) {
                case 0 -> {
                    now += 7;
                    time.pass(ofSeconds(7));
                }
                case 1, 2 -> {
                    Claim claim = tested.claim("s", key, ofSeconds(20));
                    if (live && done.get(key)) {
                        assertThat(claim).isEqualTo(new Claim.Completed());
                    } else if (live) {
                        assertThat(claim).isEqualTo(new Claim.Busy(ofSeconds(until.get(key) - now)));
                    } else {
                        Claim.Acquired acquired = (Claim.Acquired) claim;
                        assertThat(acquired.fencingToken()).isGreaterThan(lastToken);
                        lastToken = acquired.fencingToken();
                        holder.put(key, acquired);
                        until.put(key, now + 20);
                        done.put(key, false);
                    }
                }
                case 3 -> {
                    Claim.Acquired claim = holder.get(key);
                    if (claim != null) {
                        assertThat(tested.complete(claim, ofSeconds(50))).isTrue();
                        until.put(key, now + 50);
                        done.put(key, true);
                        holder.remove(key);
                    }
                }
                default -> {
                    Claim.Acquired claim = holder.remove(key);
                    if (claim != null) {
                        tested.release(claim);
                        until.remove(key);
                    }
                }
            }
        }
        assertThat(lastToken).isGreaterThan(10);
    }
}
