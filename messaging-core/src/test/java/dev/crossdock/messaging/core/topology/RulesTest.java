package dev.crossdock.messaging.core.topology;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.TopologyFinding;
import dev.crossdock.messaging.TopologyObject;
import dev.crossdock.messaging.TopologyObject.State;
import dev.crossdock.messaging.core.config.ConsumerSettings;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Description;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is found of a group with one thing that is not well. */
class RulesTest {
    private static final Address TOPIC = new Address.Topic("orders");
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final Address DEAD = new Address.DeadLetters("orders", "billing");
    private static final Address LANE = new Address.DelayLane(INBOX, ofHours(1));

    private final List<Found> found = new ArrayList<>();
    private Capabilities broker =
            Capabilities.builder().ordersPerKey(true).maxHold(ofHours(1)).build();
    private RetryPolicy retry = RetryPolicy.fixed(ofMinutes(1)).maxAttempts(5);
    private Ordering ordering = Ordering.UNORDERED;
    private Duration handlerTime = Duration.ZERO;
    private Duration maxHandlerTime = ofMinutes(15);

    private void there(Address address, UnaryOperator<Description.Builder> facts) {
        add(address, State.PRESENT, facts.apply(Description.builder()).build());
    }

    private void add(Address address, State state, Description facts) {
        Need need = new Need(address, Ordering.UNORDERED, StartFrom.NOW);
        found.add(new Found(need, new TopologyObject(need.kind(), address.inWords(), state, "detail"), facts));
    }

    private List<TopologyFinding> findings() {
        ConsumerSettings<byte[]> settings = new ConsumerSettings<>(
                1,
                0,
                ordering,
                retry,
                null,
                StartFrom.NOW,
                OnExhausted.DEAD_LETTER,
                ofSeconds(30),
                maxHandlerTime,
                DeadLetterLimits.none());
        return Rules.judge(new Examination(settings, broker, handlerTime, RetryHorizon.of(retry), found));
    }

    private List<String> codes() {
        return findings().stream()
                .map(finding -> finding.severity() + " " + finding.code())
                .toList();
    }

    @Test
    void aDeliveryLimitBelowTheAttemptsTakesMessagesAway() {
        there(INBOX, facts -> facts.deliveryLimit(4));
        assertThat(codes()).containsExactly("ERROR delivery-limit");
        assertThat(findings().get(0).text()).contains("4 times").contains("attempts, 5");
    }

    @Test
    void aDeliveryLimitThatIsNotBelowTheAttemptsMayTakeMessagesAway() {
        there(INBOX, facts -> facts.deliveryLimit(5));
        assertThat(codes()).containsExactly("WARNING delivery-limit");
    }

    @Test
    void anyDeliveryLimitIsBelowAttemptsWithoutEnd() {
        retry = failure -> Outcome.retryAfter(ofSeconds(1));
        there(INBOX, facts -> facts.deliveryLimit(1_000_000));
        assertThat(codes()).containsExactly("ERROR delivery-limit");
    }

    @Test
    void lookingAtDeadLettersUsesUpADeliveryLimit() {
        there(DEAD, facts -> facts.deliveryLimit(20));
        assertThat(codes()).containsExactly("WARNING delivery-limit");
    }

    @Test
    void whatIsCopiedForItsRetryCanBeOutlastedByAnOutage() {
        there(TOPIC, facts -> facts.retention(ofMinutes(3)));
        assertThat(codes()).containsExactly("WARNING retention");
    }

    @Test
    void whatKeepsItsPlaceCanBeRemovedBeforeItsLastAttempt() {
        ordering = Ordering.PER_KEY;
        there(TOPIC, facts -> facts.retention(ofMinutes(3)));
        there(INBOX, facts -> facts.retention(ofMinutes(4)));
        assertThat(codes()).containsExactly("ERROR retention");
        assertThat(findings().get(0).about()).isEqualTo("topic 'orders'");
    }

    @Test
    void whatIsReleasedKeepsItsPlaceToo() {
        broker = broker.toBuilder()
                .releases(true)
                .countsDeliveries(true)
                .maxReleaseDelay(ofHours(1))
                .build();
        there(INBOX, facts -> facts.retention(ofMinutes(3)));
        assertThat(codes()).containsExactly("ERROR retention");
    }

    @Test
    void noRetentionIsLongEnoughForRetriesWithoutEnd() {
        retry = failure -> Outcome.retryAfter(ofMinutes(1));
        there(INBOX, facts -> facts.retention(ofDays(7)));
        assertThat(codes()).containsExactly("WARNING retention");
        assertThat(findings().get(0).text()).contains("without end");
    }

    @Test
    void whatExpiresInALaneIsLostOnItsWay() {
        there(LANE, facts -> facts.retention(ofMinutes(59)));
        assertThat(codes()).containsExactly("ERROR retention");
    }

    @Test
    void deadLettersThatExpireSoonAreWorseThanThoseThatExpireLate() {
        there(DEAD, facts -> facts.retention(ofDays(14)));
        assertThat(codes()).containsExactly("NOTE dead-letters-expire");
        found.clear();
        there(DEAD, facts -> facts.retention(ofDays(4)));
        assertThat(codes()).containsExactly("WARNING dead-letters-expire");
    }

    @Test
    void whatDropsTheOldestLosesMessagesAndWhatRefusesDoesNot() {
        there(INBOX, facts -> facts.bound("max-length = 10", true));
        there(DEAD, facts -> facts.bound("max-length = 10", false));
        assertThat(codes()).containsExactly("ERROR drops-unhandled", "NOTE refuses-when-full");
        assertThat(findings().get(0).text()).contains("max-length = 10");
    }

    @Test
    void whatTheBrokerSaysOfItselfIsPassedOn() {
        there(TOPIC, facts -> facts.alarm("disk").onlyInMemory(true));
        there(INBOX, facts -> facts.detached(true).deletedWhenUnused(ofMinutes(1)));
        assertThat(codes())
                .containsExactly(
                        "ERROR alarm", "ERROR deleted-when-unused", "ERROR detached", "WARNING only-in-memory");
    }

    @Test
    void handlersThatTakeLongerThanTheyMay() {
        handlerTime = ofMinutes(15);
        assertThat(codes()).containsExactly("NOTE lease");
        handlerTime = ofMinutes(16);
        assertThat(codes()).containsExactly("ERROR handler-time", "NOTE lease");
        maxHandlerTime = ofHours(2);
        assertThat(codes()).containsExactly("ERROR max-hold", "NOTE lease");
        maxHandlerTime = ofHours(1);
        handlerTime = ofHours(2);
        assertThat(codes()).containsExactly("ERROR handler-time", "ERROR max-hold", "NOTE lease");
    }

    @Test
    void partitionsMatterToOrderOnly() {
        there(TOPIC, facts -> facts.partitions(6));
        there(INBOX, facts -> facts.partitions(4));
        assertThat(codes()).isEmpty();
        ordering = Ordering.PER_KEY;
        assertThat(codes()).containsExactly("WARNING partitions");
        broker = broker.toBuilder().ordersPerKey(false).build();
        assertThat(codes()).containsExactly("ERROR ordering", "WARNING partitions");
    }

    @Test
    void copiesAndConfirms() {
        there(TOPIC, facts -> facts.replicas(3).minInSync(2));
        assertThat(codes()).isEmpty();
        there(TOPIC, facts -> facts.replicas(1).minInSync(1));
        there(INBOX, facts -> facts.replicas(3).minInSync(1));
        there(DEAD, facts -> facts.replicas(3).minInSync(3));
        there(LANE, facts -> facts.replicas(1).minInSync(2));
        assertThat(codes())
                .containsExactly(
                        "ERROR too-few-copies", "WARNING no-spare-copy", "NOTE one-copy", "NOTE confirmed-by-one");
    }

    @Test
    void whatHoldsForSeveralIsSaidOnce() {
        for (int seconds = 1; seconds <= 6; seconds++) {
            there(new Address.DelayLane(INBOX, ofSeconds(seconds)), facts -> facts.unseen("policies", "Ask somebody."));
        }
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("unseen");
            assertThat(finding.text()).isEqualTo("Cannot be seen: policies. Ask somebody.");
            assertThat(finding.about()).contains("delay lane of PT1S").endsWith("and 3 more");
        });
    }
}
