package dev.crossdock.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static final String GROUP = "g";
    private static final String SUBSCRIPTION = "t → g";

    private final List<Event> events = new ArrayList<>();
    private final Claims claims = new Claims();

    private static Set<Rule> rules(List<Event> events, Claims claims) {
        return rules(events, claims, CorrectHistory.told(events));
    }

    private static Set<Rule> rules(List<Event> events, Claims claims, Tally tally) {
        return HistoryChecker.check(CorrectHistory.numbered(events), claims, tally).stream()
                .map(Offence::rule)
                .collect(Collectors.toSet());
    }

    private void add(Kind kind, String member, String id, @Nullable String key, int attempt) {
        boolean publish = Set.of(Kind.PUBLISH, Kind.CONFIRMED, Kind.REJECTED, Kind.UNKNOWN)
                .contains(kind);
        String fingerprint = kind == Kind.PUBLISH || kind == Kind.START ? "f-" + id : "";
        events.add(new Event(0, 0, kind, member, "t", publish ? "" : GROUP, id, key, attempt, fingerprint, ""));
    }

    private void published(String id, @Nullable String key) {
        claims.subscribed(SUBSCRIPTION);
        add(Kind.PUBLISH, "p", id, key, 0);
        add(Kind.CONFIRMED, "p", id, key, 0);
    }

    private void handled(String id, @Nullable String key, int attempt) {
        add(Kind.START, "c", id, key, attempt);
        add(Kind.OK, "c", id, key, attempt);
    }

    private void fault() {
        for (Kind kind : List.of(Kind.FAULT_ON, Kind.FAULT_OFF)) {
            events.add(new Event(0, 0, kind, "", "", "", "", null, 0, "", ""));
        }
    }

    @Test
    void tenThousandCorrectHistoriesHaveNoOffence() {
        for (long seed = 0; seed < 10_000; seed++) {
            CorrectHistory correct = new CorrectHistory(seed);
            assertThat(HistoryChecker.check(correct.events(), correct.claims(), CorrectHistory.told(correct.events())))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    @Test
    void aHistoryLosesItsInnocenceWithAnySingleEndingThatIsTakenAway() {
        int tried = 0;
        for (long seed = 0; seed < 500; seed++) {
            CorrectHistory correct = new CorrectHistory(seed);
            List<Event> history = correct.events();
            for (Event event : history) {
                boolean confirmed = history.stream()
                        .anyMatch(
                                e -> e.kind() == Kind.CONFIRMED && e.messageId().equals(event.messageId()));
                long endings = history.stream()
                        .filter(e -> e.messageId().equals(event.messageId())
                                && e.group().equals(event.group()))
                        .filter(e -> e.kind() == Kind.OK || e.kind() == Kind.DEAD_LETTERED)
                        .count();
                if (event.kind() == Kind.OK && confirmed && endings == 1) {
                    List<Event> without = new ArrayList<>(history);
                    without.remove(event);
                    assertThat(rules(without, correct.claims()))
                            .as("seed " + seed)
                            .contains(Rule.R1_LOST);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(1_000);
    }

    @Nested
    class WhenARuleIsBroken {
        @Test
        void aConfirmedMessageWithoutAnEndIsLost() {
            published("m", null);
            add(Kind.START, "c", "m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R1_LOST);
        }

        @Test
        void aMessageThatNobodySentIsAPhantom() {
            published("m", null);
            handled("m", null, 1);
            handled("ghost", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R2_PHANTOM);
        }

        @Test
        void aRejectedMessageMustNotArrive() {
            claims.subscribed(SUBSCRIPTION);
            add(Kind.PUBLISH, "p", "m", null, 0);
            add(Kind.REJECTED, "p", "m", null, 0);
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R3_REJECTED_BUT_DELIVERED);
        }

        @Test
        void aSecondDeliveryAfterAGoodEndNeedsAnExplanation() {
            published("m", null);
            handled("m", null, 1);
            handled("m", null, 2);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void aSecondDeliveryBesideAnOpenOneNeedsAnExplanationThatMayComeLate() {
            published("m", null);
            add(Kind.START, "c1", "m", null, 1);
            add(Kind.START, "c2", "m", null, 2);
            add(Kind.OK, "c2", "m", null, 2);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
            add(Kind.LEASE_LOST, "c1", "m", null, 0);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void aFaultExplainsOneMoreDeliveryOfWhatWasOpenOrHadJustEnded() {
            published("1", null);
            published("2", null);
            add(Kind.START, "c", "1", null, 1);
            handled("2", null, 1);
            fault();
            add(Kind.OK, "c", "1", null, 1);
            handled("1", null, 2);
            handled("2", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            handled("2", null, 3);
            assertThat(rules(events, claims)).containsExactly(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void aBrokerThatWasBrokenMayHaveForgottenTheAttemptsThatItHadJustCounted() {
            published("1", null);
            add(Kind.START, "c", "1", null, 1);
            add(Kind.FAILED, "c", "1", null, 1);
            add(Kind.START, "c", "1", null, 2);
            fault();
            add(Kind.FAILED, "c", "1", null, 2);
            handled("1", null, 1);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void aFaultExplainsOneMoreDeliveryOfEachCopy() {
            published("1", null);
            published("1", null);
            handled("1", null, 1);
            handled("1", null, 1);
            fault();
            handled("1", null, 2);
            handled("1", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            handled("1", null, 3);
            assertThat(rules(events, claims)).containsExactly(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void whatWasFetchedBeforeAFaultMayBeBegunAfterItAndComeOnceMore() {
            published("1", null);
            fault();
            handled("1", null, 1);
            handled("1", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            handled("1", null, 3);
            assertThat(rules(events, claims)).containsExactly(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void whatWasFetchedBeforeAFaultMayBeForgottenByIt() {
            published("1", null);
            handled("1", null, 1);
            fault();
            fault();
            handled("1", null, 1);
            handled("1", null, 1);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void aFaultLetsNoMoreBeForgottenThanItHasBroken() {
            published("1", null);
            handled("1", null, 1);
            fault();
            handled("1", null, 1);
            handled("1", null, 1);
            assertThat(rules(events, claims)).containsExactlyInAnyOrder(Rule.R4_UNEXPLAINED_DUPLICATE, Rule.R7_ATTEMPT);
        }

        @Test
        void whatComesAgainAfterOneFaultMayHaveBeenFetchedBeforeTheNext() {
            published("1", null);
            handled("1", null, 1);
            fault();
            fault();
            handled("1", null, 2);
            handled("1", null, 3);
            assertThat(rules(events, claims)).isEmpty();
            handled("1", null, 4);
            assertThat(rules(events, claims)).containsExactly(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void aFaultExplainsNothingThatHadEndedLongBefore() {
            published("1", null);
            handled("1", null, 1);
            long later = TimeUnit.MINUTES.toNanos(1);
            for (Kind kind : List.of(Kind.FAULT_ON, Kind.FAULT_OFF)) {
                events.add(new Event(0, later, kind, "", "", "", "", null, 0, "", ""));
            }
            handled("1", null, 2);
            assertThat(HistoryChecker.check(events, claims, CorrectHistory.told(events)))
                    .extracting(Offence::rule)
                    .contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void whatIsBeingPublishedWhenAFaultComesMayBeThereTwiceBecauseSomeClientsSendItAgain() {
            claims.subscribed(SUBSCRIPTION);
            add(Kind.PUBLISH, "p", "m", null, 0);
            fault();
            add(Kind.CONFIRMED, "p", "m", null, 0);
            handled("m", null, 1);
            handled("m", null, 1);
            assertThat(rules(events, claims)).isEmpty();
            for (int more = 0; more < 3; more++) {
                handled("m", null, 1);
            }
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void ofAMessageThatWasPublishedTwiceEachMayFailAndEndOnce() {
            claims.subscribed(SUBSCRIPTION);
            add(Kind.PUBLISH, "p", "m", null, 0);
            add(Kind.UNKNOWN, "p", "m", null, 0);
            add(Kind.PUBLISH, "p", "m", null, 0);
            add(Kind.CONFIRMED, "p", "m", null, 0);
            add(Kind.START, "c1", "m", null, 1);
            add(Kind.START, "c2", "m", null, 1);
            add(Kind.FAILED, "c1", "m", null, 1);
            add(Kind.FAILED, "c2", "m", null, 1);
            handled("m", null, 2);
            handled("m", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void whatComesAgainAfterAFaultIsNoneOfTheCopiesThatWerePublished() {
            claims.subscribed(SUBSCRIPTION);
            add(Kind.PUBLISH, "p", "m", null, 0);
            add(Kind.START, "c", "m", null, 1);
            add(Kind.UNKNOWN, "p", "m", null, 0);
            fault();
            add(Kind.OK, "c", "m", null, 1);
            add(Kind.PUBLISH, "p", "m", null, 0);
            add(Kind.CONFIRMED, "p", "m", null, 0);
            handled("m", null, 2);
            handled("m", null, 1);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void onlyABrokerThatIsSaidToForgetMayForgetAnAttemptThatBeganLongBeforeAFault() {
            published("m", null);
            add(Kind.START, "c", "m", null, 1);
            long later = TimeUnit.MINUTES.toNanos(1);
            for (Kind kind : List.of(Kind.FAULT_ON, Kind.FAULT_OFF)) {
                events.add(new Event(0, later, kind, "", "", "", "", null, 0, "", ""));
            }
            add(Kind.START, "c", "m", null, 1);
            add(Kind.OK, "c", "m", null, 1);
            assertThat(HistoryChecker.check(events, claims, CorrectHistory.told(events)))
                    .extracting(Offence::rule)
                    .containsExactly(Rule.R7_ATTEMPT);
            claims.attemptsForgotten();
            assertThat(HistoryChecker.check(events, claims, CorrectHistory.told(events)))
                    .isEmpty();
        }

        @Test
        void noBrokerMayForgetAnAttemptWithoutAFault() {
            claims.attemptsForgotten();
            published("another", null);
            add(Kind.START, "c", "another", null, 1);
            add(Kind.FAILED, "c", "another", null, 1);
            handled("another", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
        }

        @Test
        void whatMayBeDeadStillComesOnceMoreWithAWordOfIt() {
            published("m", null);
            add(Kind.START, "c", "m", null, 1);
            add(Kind.FAILED, "c", "m", null, 1);
            add(Kind.DEAD_LETTERED, "p", "m", null, 0);
            add(Kind.REDRIVEN, "dies", "m", null, 0);
            handled("m", null, 1);
            add(Kind.PERHAPS_DEAD, "dies", "m", null, 0);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R4_UNEXPLAINED_DUPLICATE);
            add(Kind.REDRIVEN, "survives", "m", null, 0);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 1);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void theSecondCopyOfWhatIsDeadAlreadyWasNotRedriven() {
            published("m", null);
            published("m", null);
            dead("m");
            dead("m");
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 1);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        private void dead(String id) {
            add(Kind.START, "c", id, null, 1);
            add(Kind.FAILED, "c", id, null, 1);
            add(Kind.DEAD_LETTERED, "c", id, null, 0);
        }

        @Test
        void aHandlerThatEndsWellAfterItsLoanWasLostExplainsOneMoreDelivery() {
            published("m", null);
            add(Kind.START, "c1", "m", null, 1);
            add(Kind.LEASE_LOST, "c1", "m", null, 0);
            add(Kind.OK, "c1", "m", null, 1);
            handled("m", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 3);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void aBrokerThatDiesForgetsWhatItHasNotNotedForGood() {
            published("m", null);
            handled("m", null, 1);
            published("other", null);
            handled("other", null, 1);
            events.add(new Event(0, 0, Kind.BROKER_DIED, "", "", "", "", null, 0, "", ""));
            handled("m", null, 2);
            // Events are a millisecond apart: it was settled five before the broker died.
            claims.settlementsForgottenWithin(Duration.ofMillis(4));
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
            claims.settlementsForgottenWithin(Duration.ofMillis(5));
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 3);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void whoeverMovesADelayedMessageMayDoSoTwiceWhenSomethingBreaks() {
            published("m", null);
            fault();
            handled("m", null, 1);
            // What is begun just after a fault may come once more in any case.
            handled("m", null, 1);
            handled("m", null, 1);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
            claims.delayed("m", Duration.ofMillis(1));
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void whoeverMovesADelayedMessageMayDieBeforeItIsSettled() {
            claims.delayed("m", Duration.ofMillis(1));
            published("m", null);
            events.add(new Event(0, 0, Kind.CRASHED, "c1", "t", "another", "", null, 0, "", ""));
            handled("m", null, 1);
            handled("m", null, 1);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 1);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void aLossThatIsToldJustBeforeTheStartOfItsDeliveryExplainsTheNext() {
            published("m", null);
            add(Kind.LEASE_LOST, "c1", "m", null, 0);
            add(Kind.START, "c1", "m", null, 1);
            add(Kind.OK, "c1", "m", null, 1);
            handled("m", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 3);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void aLossThatExplainsADeliveryIsNotALossOfThatToo() {
            published("m", null);
            handled("m", null, 1);
            add(Kind.LEASE_LOST, "c", "m", null, 0);
            handled("m", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            handled("m", null, 3);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }

        @Test
        void anIdempotentGroupHasOneEffectWhateverHappened() {
            claims.idempotent(SUBSCRIPTION);
            published("m", null);
            add(Kind.START, "c", "m", null, 1);
            add(Kind.EFFECT, "c", "m", null, 1);
            add(Kind.CRASHED, "c", "", null, 0);
            add(Kind.START, "d", "m", null, 2);
            add(Kind.EFFECT, "d", "m", null, 2);
            add(Kind.OK, "d", "m", null, 2);
            assertThat(rules(events, claims)).containsExactly(Rule.R5_DUPLICATE_EFFECT);
        }

        @Test
        void handledAndDeadIsOneEndTooMany() {
            published("m", null);
            handled("m", null, 1);
            add(Kind.DEAD_LETTERED, "c", "m", null, 0);
            assertThat(rules(events, claims)).containsExactly(Rule.R6_TWO_ENDINGS);
        }

        @Test
        void theSecondDeliverySaysTwo() {
            published("m", null);
            add(Kind.START, "c", "m", null, 1);
            add(Kind.FAILED, "c", "m", null, 1);
            handled("m", null, 3);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
        }

        @Test
        void aYoungerMessageOfAKeyWaitsForTheOlder() {
            claims.ordered(SUBSCRIPTION);
            published("old", "k");
            published("young", "k");
            handled("young", "k", 1);
            handled("old", "k", 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R8_ORDER);
        }

        @Test
        void messagesOfOtherKeysAndUnorderedGroupsDoNotWait() {
            published("old", "k");
            published("young", "k");
            handled("young", "k", 1);
            handled("old", "k", 1);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void twoOfAKeyAtOnceOverlap() {
            claims.ordered(SUBSCRIPTION);
            published("a", "k");
            published("b", "k");
            add(Kind.START, "c", "a", "k", 1);
            add(Kind.START, "c", "b", "k", 1);
            add(Kind.OK, "c", "a", "k", 1);
            add(Kind.OK, "c", "b", "k", 1);
            assertThat(rules(events, claims)).containsExactlyInAnyOrder(Rule.R8_ORDER, Rule.R9_OVERLAP);
        }

        @Test
        void whatIsRedrivenMayOverlapWithItsKey() {
            claims.ordered(SUBSCRIPTION);
            claims.concurrency("c", 2);
            published("a", "k");
            add(Kind.START, "c", "a", "k", 1);
            add(Kind.FAILED, "c", "a", "k", 1);
            add(Kind.DEAD_LETTERED, "c", "a", "k", 0);
            published("b", "k");
            add(Kind.START, "c", "a", "k", 1);
            add(Kind.START, "c", "b", "k", 1);
            add(Kind.OK, "c", "a", "k", 1);
            add(Kind.OK, "c", "b", "k", 1);
            assertThat(rules(events, claims)).contains(Rule.R9_OVERLAP);
            add(Kind.REDRIVEN, "operator", "a", null, 0);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void moreOpenHandlersThanTheConcurrencyOverlap() {
            claims.concurrency("c", 1);
            published("a", null);
            published("b", null);
            add(Kind.START, "c", "a", null, 1);
            add(Kind.START, "c", "b", null, 1);
            add(Kind.OK, "c", "a", null, 1);
            add(Kind.OK, "c", "b", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R9_OVERLAP);
        }

        @Test
        void anythingChangedOnTheWayIsFound() {
            published("m", null);
            events.add(new Event(0, 0, Kind.START, "c", "t", GROUP, "m", null, 1, "another", ""));
            add(Kind.OK, "c", "m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R10_FIDELITY);
        }

        @Test
        void aPublishThatNeverEndsIsFound() {
            add(Kind.PUBLISH, "p", "m", null, 0);
            assertThat(rules(events, claims)).containsExactly(Rule.R11_LIVENESS);
        }

        @Test
        void aDeliveryBeforeItsTimeIsFound() {
            claims.delayed("m", Duration.ofSeconds(1));
            published("m", null);
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R14_EARLY);
        }

        @Test
        void aReturnFromTheDeadThatNobodyAskedForIsFound() {
            published("m", null);
            add(Kind.START, "c", "m", null, 1);
            add(Kind.FAILED, "c", "m", null, 1);
            add(Kind.DEAD_LETTERED, "c", "m", null, 0);
            handled("m", null, 1);
            assertThat(rules(events, claims)).contains(Rule.R4_UNEXPLAINED_DUPLICATE);
        }
    }

    @Nested
    class WhenObserversAreTold {
        @Test
        void aSingleEventThatIsKeptFromThemIsFoundInAnyHistory() {
            int tried = 0;
            for (long seed = 0; seed < 300; seed++) {
                CorrectHistory correct = new CorrectHistory(seed);
                for (Event event : correct.events()) {
                    if (event.kind() == Kind.START || event.kind() == Kind.CONFIRMED || event.kind() == Kind.REJECTED) {
                        List<Event> told = new ArrayList<>(correct.events());
                        told.remove(event);
                        assertThat(rules(correct.events(), correct.claims(), CorrectHistory.told(told)))
                                .as("seed " + seed + " without " + event)
                                .containsExactly(Rule.R12_CONSERVATION);
                        tried++;
                    }
                }
            }
            assertThat(tried).isGreaterThan(1_000);
        }

        @Test
        void aSuccessThatNeverWasIsFound() {
            published("m", null);
            handled("m", null, 1);
            Tally tally = CorrectHistory.told(events);
            tally.told(Kind.OK, SUBSCRIPTION, "m");
            assertThat(rules(events, claims, tally)).containsExactly(Rule.R12_CONSERVATION);
        }

        @Test
        void aHandlerThatWasLeftBehindMayEndUntold() {
            published("m", null);
            add(Kind.START, "c", "m", null, 1);
            Tally tally = CorrectHistory.told(events);
            tally.told(Kind.START, SUBSCRIPTION, "m");
            tally.told(Kind.OK, SUBSCRIPTION, "m");
            add(Kind.ABANDONED, "c", "m", null, 0);
            add(Kind.FAILED, "c", "m", null, 1);
            handled("m", null, 2);
            assertThat(rules(events, claims, tally)).doesNotContain(Rule.R12_CONSERVATION);
        }

        @Test
        void membersThatWriteNothingDownHaveNothingToBeComparedWith() {
            published("m", null);
            handled("m", null, 1);
            Tally tally = CorrectHistory.told(events);
            tally.told(Kind.START, SUBSCRIPTION, "m");
            claims.notTallied(SUBSCRIPTION);
            assertThat(rules(events, claims, tally)).isEmpty();
        }
    }

    @Nested
    class WhenAMemberCrashes {
        @Test
        void whatItHadFetchedAndNotBegunMayCount() {
            published("m", null);
            add(Kind.CRASHED, "c1", "", null, 0);
            handled("m", null, 2);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void eachCrashCountsOnceAtMost() {
            published("m", null);
            add(Kind.CRASHED, "c1", "", null, 0);
            handled("m", null, 3);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
        }

        @Test
        void aDeliveryThatWasBegunIsAllThatItsCrashCounts() {
            published("m", null);
            add(Kind.START, "c1", "m", null, 1);
            add(Kind.CRASHED, "c1", "", null, 0);
            handled("m", null, 3);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
        }

        @Test
        void anAttemptThatWasBegunIsNeverForgotten() {
            published("m", null);
            add(Kind.START, "c1", "m", null, 1);
            add(Kind.CRASHED, "c1", "", null, 0);
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
        }

        @Test
        void attemptsInPlaceGoWithTheirProcessIfTheyMayButNeverTheOneThatTheBrokerCounted() {
            claims.attemptsForgotten();
            published("m", null);
            for (int attempt = 1; attempt <= 3; attempt++) {
                add(Kind.START, "c1", "m", null, attempt);
                add(Kind.FAILED, "c1", "m", null, attempt);
            }
            add(Kind.CRASHED, "c1", "", null, 0);
            handled("m", null, 2);
            assertThat(rules(events, claims)).isEmpty();
            events.remove(events.size() - 1);
            events.remove(events.size() - 1);
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
        }

        @Test
        void whatWasCountedStaysCounted() {
            published("m", null);
            add(Kind.CRASHED, "c1", "", null, 0);
            add(Kind.START, "c", "m", null, 2);
            add(Kind.FAILED, "c", "m", null, 2);
            handled("m", null, 2);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
            events.removeIf(event -> event.attempt() == 2 && event.kind() == Kind.OK);
            events.remove(events.size() - 1);
            handled("m", null, 3);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void otherGroupsCountNothing() {
            published("m", null);
            events.add(new Event(0, 0, Kind.CRASHED, "c1", "t", "another", "", null, 0, "", ""));
            handled("m", null, 2);
            assertThat(rules(events, claims)).containsExactly(Rule.R7_ATTEMPT);
        }

        @Test
        void itsObserverMayHaveBeenToldOfAStartThatNeverWas() {
            published("m", null);
            handled("m", null, 1);
            Tally tally = CorrectHistory.told(events);
            tally.told(Kind.START, SUBSCRIPTION, "m");
            assertThat(rules(events, claims, tally)).containsExactly(Rule.R12_CONSERVATION);
            add(Kind.CRASHED, "c1", "", null, 0);
            assertThat(rules(events, claims, tally)).isEmpty();
        }

        @Test
        void itsObserverMayNotHaveBeenToldHowAHandlerEnded() {
            published("m", null);
            add(Kind.START, "c1", "m", null, 1);
            Tally tally = CorrectHistory.told(events);
            add(Kind.OK, "c1", "m", null, 1);
            assertThat(rules(events, claims, tally)).containsExactly(Rule.R12_CONSERVATION);
            add(Kind.CRASHED, "another", "", null, 0);
            assertThat(rules(events, claims, tally)).containsExactly(Rule.R12_CONSERVATION);
            add(Kind.CRASHED, "c1", "", null, 0);
            assertThat(rules(events, claims, tally)).isEmpty();
        }
    }

    @Nested
    class WhenTooLittleHappens {
        @Test
        void fewerEventsThanTheScenarioIsAboutAreFound() {
            published("m", null);
            handled("m", null, 1);
            claims.atLeast(Kind.START, 2);
            assertThat(rules(events, claims)).containsExactly(Rule.R13_VACUOUS);
        }

        @Test
        void aScenarioAboutRedeliveryWithoutOneIsFound() {
            published("m", null);
            claims.redelivers();
            handled("m", null, 1);
            assertThat(rules(events, claims)).containsExactly(Rule.R13_VACUOUS);
        }

        @Test
        void enoughIsEnough() {
            published("m", null);
            claims.redelivers();
            claims.atLeast(Kind.START, 2);
            add(Kind.START, "c", "m", null, 1);
            add(Kind.FAILED, "c", "m", null, 1);
            handled("m", null, 2);
            assertThat(rules(events, claims)).isEmpty();
        }

        @Test
        void whatDoesNotHoldIsToldFirst() {
            published("m", null);
            claims.redelivers();
            List<Offence> offences =
                    HistoryChecker.check(CorrectHistory.numbered(events), claims, CorrectHistory.told(events));
            assertThat(offences).extracting(Offence::rule).containsExactly(Rule.R1_LOST, Rule.R13_VACUOUS);
        }
    }

    @Test
    void anOffenceTellsTheWholeStoryOfItsMessage() {
        published("m", null);
        handled("m", null, 1);
        handled("m", null, 2);
        Offence offence = HistoryChecker.check(CorrectHistory.numbered(events), claims, new Tally())
                .get(0);
        assertThat(offence.toString()).contains("START", "OK", "attempt=2", "m");
    }
}
