package dev.crossdock.messaging.core.dead;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.HandDrivenTime;
import dev.crossdock.messaging.core.ShelfEngine;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.core.dead.Envelope.Notes;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** On a broker that can look and count, on ones that can do one of it, and on one that can do neither. */
@ParameterizedClass
@CsvSource({"true, true", "true, false", "false, true", "false, false"})
class DefaultDeadLettersTest {
    private static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();
    private final List<MessagingEvent> events = new ArrayList<>();
    private final DeadLetters deadLetters;

    DefaultDeadLettersTest(boolean canBrowse, boolean knowsDepth) {
        transport.canBrowse = canBrowse;
        transport.knowsDepth = knowsDepth;
        Engine engine = ShelfEngine.over(transport, time)
                .observers(List.of(events::add))
                .build();
        deadLetters = new DefaultDeadLetters(engine, "orders", "billing");
    }

    @AfterEach
    void nothingStaysOnLoan() {
        assertThat(transport.onLoan(DEAD)).isZero();
        assertThat(transport.receiversOpen).isZero();
    }

    private static WireMessage published(String id, String body) {
        return new WireMessage(
                body.getBytes(StandardCharsets.UTF_8), "key", Headers.ofPairs(WireHeaders.ID, id, "note", "x"));
    }

    private WireMessage dead(WireMessage message, String error) {
        return new Envelope(
                        message,
                        DeadLetterReason.RETRIES_EXHAUSTED,
                        null,
                        error,
                        3,
                        null,
                        "shelf",
                        "orders",
                        "billing",
                        time.now())
                .toWire(Notes.FULL);
    }

    private void bury(String id) {
        transport.put(DEAD, dead(published(id, "body of " + id), "error of " + id));
        time.pass(ofSeconds(1));
    }

    private void bury(int count) {
        IntStream.range(0, count).forEach(i -> bury("id-" + i));
    }

    private List<String> idsOn(Address address) {
        return transport.on(address).stream()
                .map(message -> message.headers().getOrDefault(WireHeaders.ID, "none"))
                .toList();
    }

    @Nested
    class WhenTheBrokerKeepsNoOrder {
        @Test
        void theOldestComeFirstAllTheSame() {
            transport.canBrowse = false;
            transport.keepsOrder = false;
            List<WireMessage> letters = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                letters.add(0, dead(published("id-" + i, "body"), "error"));
                time.pass(ofSeconds(1));
            }
            letters.forEach(letter -> transport.put(DEAD, letter));
            assertThat(deadLetters.browse(2)).extracting(DeadLetter::messageId).containsExactly("id-0", "id-1");
            assertThat(deadLetters.count()).isEqualTo(250);
        }
    }

    @Nested
    class WhenTheyAreLookedAt {
        @Test
        void theOldestComeFirstAndNothingChanges() {
            bury(450);
            for (int look = 0; look < 3; look++) {
                assertThat(deadLetters.browse(2))
                        .extracting(DeadLetter::messageId)
                        .containsExactly("id-0", "id-1");
                assertThat(deadLetters.browse(1_000)).hasSize(450);
                assertThat(deadLetters.count()).isEqualTo(450);
            }
            assertThat(idsOn(DEAD)).first().isEqualTo("id-0");
            assertThat(idsOn(DEAD)).last().isEqualTo("id-449");
        }

        @Test
        void oneIsFoundByEitherId() {
            bury(300);
            assertThat(deadLetters.find("id-299"))
                    .get()
                    .extracting(DeadLetter::error)
                    .isEqualTo("error of id-299");
            assertThat(deadLetters.find("id-7@orders/billing"))
                    .get()
                    .extracting(DeadLetter::messageId)
                    .isEqualTo("id-7");
            assertThat(deadLetters.find("id-300")).isEmpty();
        }

        @Test
        void noneIsNone() {
            assertThat(deadLetters.count()).isZero();
            assertThat(deadLetters.browse(10)).isEmpty();
            assertThat(deadLetters.find("id-1")).isEmpty();
            assertThat(deadLetters.redriveAll()).isZero();
            assertThat(deadLetters.discard("id-1")).isFalse();
        }

        @Test
        void copiesOfACrashAreOneEntryAndTheOldestIsShown() {
            transport.put(DEAD, dead(published("id-1", "x"), "first"));
            bury("id-2");
            transport.put(DEAD, dead(published("id-1", "x"), "second"));
            assertThat(deadLetters.browse(10)).extracting(DeadLetter::error).containsExactly("first", "error of id-2");
        }

        @Test
        void manyCopiesDoNotHideWhatIsBehindThem() {
            for (int i = 0; i < 400; i++) {
                transport.put(DEAD, dead(published("id-1", "x"), "copy"));
            }
            bury("id-2");
            assertThat(deadLetters.browse(2)).extracting(DeadLetter::messageId).containsExactly("id-1", "id-2");
        }

        @Test
        void differentBodiesOfOneIdAreNotCopies() {
            transport.put(DEAD, dead(published("id-1", "x"), "one"));
            transport.put(DEAD, dead(published("id-1", "y"), "other"));
            assertThat(deadLetters.browse(10)).extracting(DeadLetter::error).containsExactly("one", "other");
        }
    }

    @Nested
    class WhenAllAreSentBack {
        @Test
        void eachComesOnceAndTheQueueIsEmpty() {
            bury(450);
            assertThat(deadLetters.redriveAll()).isEqualTo(450);
            assertThat(idsOn(INBOX)).hasSize(450).doesNotHaveDuplicates();
            assertThat(transport.on(DEAD)).isEmpty();
            assertThat(transport.on(INBOX).get(0).headers())
                    .isEqualTo(Headers.ofPairs(WireHeaders.ID, "id-0", "note", "x", WireHeaders.REDRIVES, "1"));
            assertThat(events).hasSize(450).first().isEqualTo(new MessagingEvent.Redriven("orders", "billing", "id-0"));
        }

        @Test
        void copiesAreSentOnceAndAllRemoved() {
            for (int i = 0; i < 250; i++) {
                transport.put(DEAD, dead(published("id-" + i % 125, "x"), "copy"));
            }
            assertThat(deadLetters.redriveAll()).isEqualTo(125);
            assertThat(idsOn(INBOX)).hasSize(125).doesNotHaveDuplicates();
            assertThat(transport.on(DEAD)).isEmpty();
        }

        @Test
        void differentBodiesOfOneIdAreAllSent() {
            for (int i = 0; i < 150; i++) {
                transport.put(DEAD, dead(published("id-1", "body-" + i), "x"));
            }
            assertThat(deadLetters.redriveAll()).isEqualTo(150);
            assertThat(transport.on(INBOX)).hasSize(150);
        }

        @Test
        void messagesWithoutAnIdAreAllSentThoughTheyLookTheSame() {
            WireMessage nameless = new WireMessage(new byte[] {7}, null, Headers.empty());
            for (int i = 0; i < 150; i++) {
                transport.put(DEAD, i % 2 == 0 ? nameless : dead(nameless, "x"));
            }
            assertThat(deadLetters.redriveAll()).isEqualTo(150);
            assertThat(transport.on(INBOX)).hasSize(150);
            assertThat(transport.on(DEAD)).isEmpty();
        }

        @Test
        void whatFailsAgainAtOnceIsLeftForTheNextTime() {
            bury(250);
            transport.onSend = sent -> {
                if (sent.to().equals(INBOX)) {
                    time.pass(ofSeconds(1));
                    transport.put(DEAD, dead(sent.message(), "again"));
                }
            };
            assertThat(deadLetters.redriveAll()).isEqualTo(250);
            assertThat(idsOn(DEAD)).hasSize(250).doesNotHaveDuplicates();
            assertThat(deadLetters.browse(1_000)).allMatch(letter -> letter.redrives() == 1);
        }

        @Test
        void whatFailsAgainIsNotTakenForACopyEvenIfTheClocksDiffer() {
            bury(250);
            transport.onSend = sent -> {
                if (sent.to().equals(INBOX)) {
                    Envelope envelope = new Envelope(
                            sent.message(),
                            DeadLetterReason.REJECTED,
                            null,
                            "again",
                            1,
                            null,
                            "",
                            "orders",
                            "billing",
                            time.now().minus(ofHours(1)));
                    transport.put(DEAD, envelope.toWire(Notes.FULL));
                }
            };
            assertThat(deadLetters.redriveAll()).isEqualTo(250);
            assertThat(idsOn(DEAD)).hasSize(250).doesNotHaveDuplicates();
        }
    }

    @Nested
    class WhenSomeAreSentBack {
        @Test
        void theOthersStayInOrder() {
            bury(450);
            assertThat(deadLetters.redrive(letter -> letter.error().endsWith("7")))
                    .isEqualTo(45);
            assertThat(idsOn(INBOX)).hasSize(45).allMatch(id -> id.endsWith("7"));
            assertThat(idsOn(DEAD))
                    .containsExactlyElementsOf(IntStream.range(0, 450)
                            .filter(i -> i % 10 != 7)
                            .mapToObj(i -> "id-" + i)
                            .toList());
        }

        @Test
        void oneGoesByItsIdWithItsCopies() {
            bury(150);
            transport.put(DEAD, dead(published("id-3", "body of id-3"), "copy"));
            assertThat(deadLetters.redrive("id-3")).isTrue();
            assertThat(idsOn(INBOX)).containsExactly("id-3");
            assertThat(idsOn(DEAD)).hasSize(149).doesNotContain("id-3");
            assertThat(deadLetters.redrive("id-3")).isFalse();
        }

        @Test
        void aPredicateThatThrowsStopsItAndItsEntryStays() {
            bury(250);
            MessagingException failure = catchThrowableOfType(
                    MessagingException.class,
                    () -> deadLetters.redrive(letter -> {
                        if (letter.messageId().equals("id-150")) {
                            throw new StackOverflowError("odd");
                        }
                        return true;
                    }));
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(failure).hasMessageContaining("id-150").hasRootCauseMessage("odd");
            assertThat(idsOn(INBOX)).hasSize(100);
            assertThat(idsOn(DEAD)).hasSize(150).first().isEqualTo("id-100");
        }
    }

    @Nested
    class WhenASendFails {
        @Test
        void onlyWhatWasConfirmedIsRemoved() {
            bury(5);
            transport.answersAtOnce = false;
            transport.onSend = sent -> {
                if (sent.message().headers().contains(WireHeaders.DLQ_ENTRY)) {
                    throw new AssertionError("the notes stay behind");
                }
                switch (sent.index()) {
                    case 1 -> sent.listener().rejected(1, new ShelfTransport.NativeFailure("full"));
                    case 3 -> sent.listener().unknown(3, new ShelfTransport.NativeFailure("gone"));
                    default -> sent.confirm();
                }
            };
            assertThatThrownBy(deadLetters::redriveAll)
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("full");
            assertThat(idsOn(DEAD)).containsExactly("id-1", "id-3");
            assertThat(events).hasSize(3);
        }

        @Test
        void oneThatFillsTheTransportGoesWithoutTheNoteOfItsRedrive() {
            WireMessage full = published("id-1", "x".repeat(500));
            transport.put(DEAD, dead(full, "x"));
            bury("id-2");
            transport.maxBytes = ShelfTransport.bytes(full);
            assertThat(deadLetters.redriveAll()).isEqualTo(2);
            assertThat(idsOn(INBOX)).containsExactlyInAnyOrder("id-1", "id-2");
            assertThat(transport.on(DEAD)).isEmpty();
        }

        @Test
        void oneThatFillsTheTransportAndFailsAgainIsNotTakenForACopy() {
            WireMessage full = published("id-0", "x".repeat(500));
            transport.put(DEAD, dead(full, "x"));
            bury(150);
            transport.maxBytes = ShelfTransport.bytes(full);
            transport.onSend = sent -> {
                if (sent.message().body().length == 500 && ShelfTransport.bytes(sent.message()) <= transport.maxBytes) {
                    transport.put(DEAD, full);
                }
            };
            assertThat(deadLetters.redriveAll()).isEqualTo(151);
            assertThat(transport.on(DEAD)).hasSize(1);
        }

        @Test
        void oneThatIsTooLargeEvenSoStaysAndIsNamed() {
            bury("id-1");
            transport.maxBytes = 5;
            assertThatThrownBy(deadLetters::redriveAll)
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
            assertThat(idsOn(DEAD)).containsExactly("id-1");
        }
    }

    @Nested
    class WhenTheyAreRemoved {
        @Test
        void onlyThoseThatMatchGo() {
            bury(250);
            assertThat(deadLetters.discard(letter -> letter.messageId().endsWith("9")))
                    .isEqualTo(25);
            assertThat(idsOn(DEAD)).hasSize(225).noneMatch(id -> id.endsWith("9"));
            assertThat(transport.on(INBOX)).isEmpty();
        }

        @Test
        void whatComesMeanwhileIsLeftAlone() {
            bury(150);
            int discarded = deadLetters.discard(letter -> {
                if (letter.messageId().equals("id-120")) {
                    time.pass(ofSeconds(1));
                    bury("late");
                }
                return true;
            });
            assertThat(discarded).isEqualTo(150);
            assertThat(idsOn(DEAD)).containsExactly("late");
        }

        @Test
        void copiesCountOnce() {
            transport.put(DEAD, dead(published("id-1", "x"), "first"));
            transport.put(DEAD, dead(published("id-1", "x"), "second"));
            assertThat(deadLetters.discard(letter -> true)).isEqualTo(1);
            assertThat(transport.on(DEAD)).isEmpty();
        }

        @Test
        void aCopyThatDoesNotMatchStays() {
            transport.put(DEAD, dead(published("id-1", "x"), "first"));
            transport.put(DEAD, dead(published("id-1", "x"), "second"));
            assertThat(deadLetters.discard(letter -> letter.error().equals("first")))
                    .isEqualTo(1);
            assertThat(transport.on(DEAD)).hasSize(1);
        }

        @Test
        void ofTwoThatOnlyLookTheSameOneGoesByItsId() {
            WireMessage nameless = new WireMessage(new byte[] {7}, null, Headers.empty());
            transport.put(DEAD, nameless);
            transport.put(DEAD, nameless);
            String id = deadLetters.browse(10).get(0).entryId();
            assertThat(deadLetters.browse(10)).hasSize(2);
            assertThat(deadLetters.discard(id)).isTrue();
            assertThat(transport.on(DEAD)).hasSize(1);
        }

        @Test
        void theOldGoAndTheYoungStayAndSoDoThoseWithoutADate() {
            bury(10);
            transport.put(DEAD, published("native", "x"));
            // The last was buried a second ago, the first ten.
            assertThat(deadLetters.purgeOlderThan(ofSeconds(5))).isEqualTo(5);
            assertThat(idsOn(DEAD)).containsExactly("id-5", "id-6", "id-7", "id-8", "id-9", "native");
        }
    }

    @Nested
    class WhenTooManyAreToStay {
        @Test
        void itSaysSoAndGivesThemBack() {
            bury(12_000);
            MessagingException failure = catchThrowableOfType(
                    MessagingException.class,
                    () -> deadLetters.redrive(letter -> letter.messageId().equals("id-3")
                            || letter.messageId().equals("id-11999")));
            assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(failure).hasMessageContaining("10000");
            assertThat(idsOn(INBOX)).containsExactly("id-3");
            assertThat(idsOn(DEAD)).hasSize(11_999).last().isEqualTo("id-11999");
        }

        @Test
        void oneThatWasFoundByItsIdIsDoneAllTheSame() {
            bury(12_000);
            assertThat(deadLetters.redrive("id-3")).isTrue();
            assertThat(idsOn(INBOX)).containsExactly("id-3");
        }
    }

    @Nested
    class WhenAPassTakesLong {
        @Test
        void whatItHoldsIsRenewed() {
            bury(350);
            assertThat(deadLetters.redrive(letter -> {
                        time.pass(ofSeconds(1));
                        return false;
                    }))
                    .isZero();
            assertThat(transport.log)
                    .filteredOn(entry -> entry.startsWith("renew"))
                    .isNotEmpty();
        }
    }

    @Test
    void theQueueIsMadeSureOfOnce() {
        deadLetters.count();
        deadLetters.count();
        assertThat(transport.log)
                .filteredOn(entry -> entry.startsWith("provision"))
                .hasSize(1);
        assertThat(transport.provisioned).containsOnlyKeys(DEAD);
    }
}
