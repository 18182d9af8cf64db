package dev.crossdock.messaging.core.dead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.core.dead.Envelope.Notes;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvelopeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant FIRST = Instant.parse("2026-01-02T03:00:00.000Z");
    private static final byte[] BODY = {0, 1, (byte) 0xFF, (byte) 0xC0};

    private static final Headers PUBLISHED = Headers.ofPairs(
            WireHeaders.ID,
            "order-1",
            WireHeaders.PUBLISHED_AT,
            "2026-01-02T03:00:00.000Z",
            WireHeaders.CONTENT_TYPE,
            "text/plain",
            "traceparent",
            "00-abc",
            "note",
            "grün");

    private static final Headers RETRIED = PUBLISHED
            .with(WireHeaders.RETRY_COUNT, "4")
            .with(WireHeaders.FIRST_ATTEMPT_AT, FIRST.toString())
            .with(WireHeaders.NOT_BEFORE, NOW.toString())
            .with(WireHeaders.LANE_UNTIL, NOW.toString());

    private static Envelope envelope(Headers headers, Throwable cause, String text) {
        return new Envelope(
                new WireMessage(BODY, "customer-7", headers),
                DeadLetterReason.RETRIES_EXHAUSTED,
                cause,
                text,
                5,
                FIRST,
                "orders/3/17",
                "orders",
                "billing",
                NOW);
    }

    private static DeadLetter open(WireMessage dead) {
        return Envelope.open(dead, "shelf/9", "orders", "billing");
    }

    @Nested
    class WhenAMessageIsSetAside {
        @Test
        void everythingThatWasNotedCanBeRead() {
            WireMessage dead = envelope(RETRIED, new IllegalStateException("the bank is down"), "")
                    .toWire(Notes.FULL);
            DeadLetter letter = open(dead);
            assertThat(letter)
                    .usingRecursiveComparison()
                    .isEqualTo(new DeadLetter(
                            "order-1@orders/billing",
                            "order-1",
                            BODY,
                            "customer-7",
                            Headers.ofPairs("traceparent", "00-abc", "note", "grün"),
                            DeadLetterReason.RETRIES_EXHAUSTED,
                            "the bank is down",
                            "java.lang.IllegalStateException",
                            5,
                            NOW,
                            FIRST,
                            "orders",
                            "billing",
                            "orders/3/17",
                            0));
            assertThat(letter.body()).isSameAs(BODY);
        }

        @ParameterizedTest
        @EnumSource(Notes.class)
        void whatWasPublishedIsUntouchedHoweverLittleIsNoted(Notes notes) {
            WireMessage dead = envelope(RETRIED, new Exception("x"), "").toWire(notes);
            assertThat(dead.body()).isSameAs(BODY);
            assertThat(dead.key()).isEqualTo("customer-7");
            PUBLISHED.forEach(
                    (name, value) -> assertThat(dead.headers().get(name)).isEqualTo(value));
        }

        @Test
        void fewerNotesMakeASmallerMessageDownToTheOneThatWasPublished() {
            Envelope envelope = envelope(RETRIED, new Exception("x"), "");
            int size = Integer.MAX_VALUE;
            Notes notes = Notes.FULL;
            while (true) {
                Headers headers = envelope.toWire(notes).headers();
                assertThat(headers.size()).isLessThan(size);
                size = headers.size();
                if (notes.smaller().isEmpty()) {
                    assertThat(headers).isEqualTo(PUBLISHED);
                    break;
                }
                notes = notes.smaller().get();
            }
        }

        @Test
        void theSmallestNotesTellReasonEntryAndAttempts() {
            DeadLetter letter = open(envelope(RETRIED, new Exception("x"), "").toWire(Notes.MINIMAL));
            assertThat(letter.reason()).isEqualTo(DeadLetterReason.RETRIES_EXHAUSTED);
            assertThat(letter.entryId()).isEqualTo("order-1@orders/billing");
            assertThat(letter.attempts()).isEqualTo(5);
            assertThat(letter.topic()).isEqualTo("orders");
            assertThat(letter.deadAt()).isNull();
        }

        @Test
        void notesOfAnEarlierStayAreReplaced() {
            Headers old = PUBLISHED.with(WireHeaders.DLQ_ENTRY, "forged").with(WireHeaders.DLQ_MESSAGE, "old");
            DeadLetter letter = open(envelope(old, null, "new").toWire(Notes.WITHOUT_TEXT));
            assertThat(letter.entryId()).isEqualTo("order-1@orders/billing");
            assertThat(letter.error()).isEmpty();
        }
    }

    @Nested
    class WhenATextIsLong {
        @Test
        void itIsCutTo1KibibyteBetweenCharacters() {
            String error = open(envelope(PUBLISHED, null, "😅".repeat(5_000)).toWire(Notes.FULL))
                    .error();
            assertThat(error).isEqualTo("😅".repeat(256));
            String odd = open(envelope(PUBLISHED, null, "a" + "ü".repeat(5_000)).toWire(Notes.FULL))
                    .error();
            assertThat(odd.getBytes(StandardCharsets.UTF_8)).hasSize(1023);
        }

        @Test
        void itIsLeftAloneUpToThere() {
            String text = "x".repeat(1024);
            assertThat(open(envelope(PUBLISHED, null, text).toWire(Notes.FULL)).error())
                    .isEqualTo(text);
        }

        @Test
        void unpairedSurrogatesAreReplaced() {
            assertThat(open(envelope(PUBLISHED, null, "a\uD800b\uDC00").toWire(Notes.FULL))
                            .error())
                    .isEqualTo("a\uFFFDb\uFFFD");
        }
    }

    @Nested
    class WhenNobodyNamedTheMessage {
        @Test
        void twoThatLookTheSameGetDifferentNames() {
            Headers foreign = Headers.ofPairs("a", "1");
            DeadLetter one = open(envelope(foreign, null, "x").toWire(Notes.FULL));
            DeadLetter other = open(envelope(foreign, null, "x").toWire(Notes.FULL));
            assertThat(one.entryId()).startsWith("orders/3/17").endsWith("@orders/billing");
            assertThat(one.entryId()).isNotEqualTo(other.entryId());
            assertThat(one.messageId() + "@orders/billing").isEqualTo(one.entryId());
        }

        @Test
        void anEndlessForeignIdStillMakesANameThatFits() {
            DeadLetter one = open(envelope(Headers.ofPairs(WireHeaders.ID, "ü".repeat(4_000) + "1"), null, "")
                    .toWire(Notes.FULL));
            DeadLetter other = open(envelope(Headers.ofPairs(WireHeaders.ID, "ü".repeat(4_000) + "2"), null, "")
                    .toWire(Notes.FULL));
            assertThat(one.entryId().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_500);
            assertThat(one.entryId()).isNotEqualTo(other.entryId());
        }
    }

    @Nested
    class WhenTheBrokerPutItThere {
        @Test
        void itShowsAsNativeWithWhatItHas() {
            DeadLetter letter = open(new WireMessage(BODY, null, PUBLISHED));
            assertThat(letter.reason()).isEqualTo(DeadLetterReason.NATIVE);
            assertThat(letter.entryId()).isEqualTo("order-1@orders/billing");
            assertThat(letter.topic()).isEqualTo("orders");
            assertThat(letter.group()).isEqualTo("billing");
            assertThat(letter.source()).isEqualTo("shelf/9");
            assertThat(letter.deadAt()).isNull();
            assertThat(letter.attempts()).isZero();
        }

        @Test
        void aReasonFromTheFutureShowsAsNative() {
            Headers headers = PUBLISHED.with(WireHeaders.DLQ_REASON, "BORED");
            assertThat(open(new WireMessage(BODY, null, headers)).reason()).isEqualTo(DeadLetterReason.NATIVE);
        }
    }

    @Nested
    class WhenItIsRedriven {
        @Test
        void itIsAsPublishedWithOneRedriveMore() {
            WireMessage dead = envelope(RETRIED, new Exception("x"), "").toWire(Notes.FULL);
            WireMessage back = Envelope.redriven(dead);
            assertThat(back.body()).isSameAs(BODY);
            assertThat(back.key()).isEqualTo("customer-7");
            assertThat(back.headers()).isEqualTo(PUBLISHED.with(WireHeaders.REDRIVES, "1"));
            assertThat(Envelope.redriven(back).headers().get(WireHeaders.REDRIVES))
                    .isEqualTo("2");
        }

        @Test
        void theNextStayTellsOfIt() {
            WireMessage back = Envelope.redriven(envelope(RETRIED, null, "x").toWire(Notes.FULL));
            DeadLetter again = open(envelope(back.headers(), null, "y").toWire(Notes.FULL));
            assertThat(again.redrives()).isEqualTo(1);
            assertThat(again.entryId()).isEqualTo("order-1@orders/billing");
        }
    }
}
