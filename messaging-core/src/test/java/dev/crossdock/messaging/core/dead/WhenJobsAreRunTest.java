package dev.crossdock.messaging.core.dead;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.DeadLetterCount;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.ShelfEngine;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.core.dead.Envelope.Notes;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** On a broker that counts, and on one that does not. */
@Timeout(60)
@ParameterizedClass
@ValueSource(booleans = {true, false})
class WhenJobsAreRunTest {
    private static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");

    private final TimeSource time = TimeSource.system();
    private final ShelfTransport transport = new ShelfTransport();
    private final Engine engine;
    private final DeadLetters desk;
    private final boolean counts;

    WhenJobsAreRunTest(boolean counts) {
        this.counts = counts;
        transport.canBrowse = false;
        transport.knowsDepth = counts;
        engine = ShelfEngine.over(transport, time).build();
        desk = new DefaultDeadLetters(engine, "orders", "billing");
    }

    private void bury(int count) {
        bury(0, count);
    }

    private void bury(int from, int to) {
        IntStream.range(from, to).forEach(i -> {
            WireMessage message = new WireMessage(
                    Integer.toString(i).getBytes(StandardCharsets.UTF_8),
                    "key",
                    Headers.ofPairs(WireHeaders.ID, "id-" + i, WireHeaders.CONTENT_TYPE, "text/plain", "note", "x"));
            transport.put(
                    DEAD,
                    new Envelope(
                                    message,
                                    DeadLetterReason.RETRIES_EXHAUSTED,
                                    null,
                                    "no",
                                    3,
                                    null,
                                    "shelf",
                                    "orders",
                                    "billing",
                                    time.now())
                            .toWire(Notes.FULL));
        });
    }

    private List<String> idsOn(Address address) {
        return transport.on(address).stream()
                .map(message -> message.headers().getOrDefault(WireHeaders.ID, "none"))
                .toList();
    }

    @AfterEach
    void nothingStaysOnLoan() {
        assertThat(transport.onLoan(DEAD)).isZero();
        assertThat(transport.receiversOpen).isZero();
    }

    @Test
    void aDryRunTellsWhatWouldBeDone() {
        bury(250);
        DeadLetterProgress would = desk.redrive(
                DeadLetterJob.matching(dead -> dead.body().length == 1).dryRun(true));
        assertThat(would)
                .isEqualTo(
                        new DeadLetterProgress(250, 10, 0, counts ? OptionalLong.of(250) : OptionalLong.empty(), true));
        assertThat(idsOn(DEAD)).hasSize(250);
        assertThat(idsOn(INBOX)).isEmpty();
        assertThat(desk.counted()).isEqualTo(new DeadLetterCount(250, true));
    }

    @Test
    void aLimitTakesTheOldest() {
        bury(30);
        assertThat(desk.redrive(DeadLetterJob.all().limit(3)).done()).isEqualTo(3);
        assertThat(idsOn(INBOX)).containsExactly("id-0", "id-1", "id-2");
        assertThat(desk.discard(DeadLetterJob.matching(dead -> dead.messageId().endsWith("9"))
                                .limit(1))
                        .done())
                .isEqualTo(1);
        assertThat(idsOn(DEAD)).hasSize(26).doesNotContain("id-9").contains("id-19", "id-29");
    }

    @Test
    void aRateIsKeptOverManyRoundsAndTheListenerIsTold() throws Exception {
        bury(120);
        List<DeadLetterProgress> told = new ArrayList<>();
        DeadLetterJob job = DeadLetterJob.matching(dead -> !dead.messageId().endsWith("7"))
                .perSecond(100)
                .limit(100)
                .onProgress(told::add);
        long began = System.nanoTime();
        // Twenty a round.
        DeadLetterProgress end = new Job(engine, DEAD, job, ofMillis(200)).run(new Redrive(engine, DEAD, job.edit()));
        assertThat(System.nanoTime() - began).isGreaterThan(ofMillis(900).toNanos());
        assertThat(end.done()).isEqualTo(100);
        assertThat(end.matched()).isEqualTo(100);
        assertThat(end.complete()).isTrue();
        assertThat(told).hasSizeGreaterThan(5).last().isEqualTo(end);
        assertThat(told).extracting(DeadLetterProgress::done).isSorted();
        assertThat(idsOn(INBOX)).hasSize(100).doesNotHaveDuplicates().noneMatch(id -> id.endsWith("7"));
        assertThat(idsOn(DEAD)).hasSize(20).contains("id-7", "id-117");
    }

    @Test
    void whatDiesWhileAJobRunsIsLeftAlone() {
        bury(3);
        List<DeadLetterProgress> told = new ArrayList<>();
        DeadLetterProgress end = desk.redrive(DeadLetterJob.all().perSecond(10).onProgress(progress -> {
            // By then its date is another one, whose unit is a millisecond.
            if (told.size() == 1) {
                bury(10, 15);
            }
            told.add(progress);
        }));
        assertThat(end.done()).isEqualTo(3);
        assertThat(end.complete()).isTrue();
        assertThat(idsOn(DEAD)).hasSize(5);
    }

    @Test
    void whatGoesBackIsAsItWasEdited() {
        bury(2);
        assertThat(desk.redrive(
                        "id-1",
                        message -> new Message<>(
                                message.id(),
                                "mended".getBytes(StandardCharsets.UTF_8),
                                "other key",
                                message.headers().without("note").with("mended", "by hand"),
                                message.delay())))
                .isTrue();
        assertThat(desk.redrive("nobody", UnaryOperator.identity())).isFalse();
        assertThat(idsOn(DEAD)).containsExactly("id-0");
        WireMessage sent = transport.on(INBOX).get(0);
        assertThat(new String(sent.body(), StandardCharsets.UTF_8)).isEqualTo("mended");
        assertThat(sent.key()).isEqualTo("other key");
        assertThat(sent.headers().asMap())
                .containsEntry(WireHeaders.ID, "id-1")
                .containsEntry(WireHeaders.CONTENT_TYPE, "text/plain")
                .containsEntry(WireHeaders.REDRIVES, "1")
                .containsEntry("mended", "by hand")
                .doesNotContainKey("note");
    }

    @Test
    void anImpossibleEditLeavesEverythingWhereItIs() {
        bury(1);
        List<UnaryOperator<Message<byte[]>>> impossible = List.of(
                message -> {
                    throw new IllegalStateException("no");
                },
                message -> message.withId("another"),
                message -> message.withHeader("Bad Name", "x"),
                message -> message.withHeader(WireHeaders.ID, "another"),
                message -> message.withKey(""),
                message -> message.withDelay(ofSeconds(1)));
        for (UnaryOperator<Message<byte[]>> edit : impossible) {
            assertThatThrownBy(() -> desk.redrive("id-0", edit))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
            assertThat(idsOn(DEAD)).containsExactly("id-0");
            assertThat(idsOn(INBOX)).isEmpty();
        }
    }

    @Test
    void impossibleJobsAreRefused() {
        assertThatThrownBy(() -> DeadLetterJob.all().limit(0)).isInstanceOf(MessagingException.class);
        assertThatThrownBy(() -> DeadLetterJob.all().perSecond(0)).isInstanceOf(MessagingException.class);
        assertThatThrownBy(() -> DeadLetterJob.all().perSecond(Double.NaN)).isInstanceOf(MessagingException.class);
    }
}
