package dev.crossdock.messaging.core.dead;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.DeadLetterLimits;
import dev.crossdock.messaging.DeadLetterLimits.Limit;
import dev.crossdock.messaging.DeadLetterReason;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.core.ShelfEngine;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.core.dead.Envelope.Notes;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WhenLimitsAreWatchedTest {
    private static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");
    private static final DeadLetterLimits OFTEN = DeadLetterLimits.none().every(ofMillis(100));

    private final TimeSource time = TimeSource.system();
    private final ShelfTransport transport = new ShelfTransport();
    private final BlockingQueue<MessagingEvent> told = new LinkedBlockingQueue<>();

    private Engine engine(boolean observed) {
        return ShelfEngine.over(transport, time)
                .observers(observed ? List.of(told::add) : List.of())
                .build();
    }

    private LimitWatch watch(DeadLetterLimits limits) {
        LimitWatch watch =
                LimitWatch.of(engine(true), "orders", "billing", limits).orElseThrow();
        watch.start();
        return watch;
    }

    private void bury(int count, Duration ago) {
        for (int i = 0; i < count; i++) {
            WireMessage message = new WireMessage(new byte[1], null, Headers.ofPairs(WireHeaders.ID, "id-" + i));
            transport.put(
                    DEAD,
                    new Envelope(
                                    message,
                                    DeadLetterReason.REJECTED,
                                    null,
                                    "no",
                                    1,
                                    null,
                                    "shelf",
                                    "orders",
                                    "billing",
                                    time.now().minus(ago))
                            .toWire(Notes.FULL));
        }
    }

    private MessagingEvent.DeadLettersOverLimit next() throws InterruptedException {
        return (MessagingEvent.DeadLettersOverLimit) told.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void tooManyAreToldWithEachLook() throws Exception {
        bury(3, Duration.ZERO);
        try (LimitWatch watch = watch(OFTEN.messages(2))) {
            for (int look = 0; look < 3; look++) {
                assertThat(next())
                        .isEqualTo(new MessagingEvent.DeadLettersOverLimit(
                                "orders", "billing", Limit.MESSAGES, 3, Duration.ZERO));
            }
        }
    }

    @Test
    void asManyAsAreAllowedAreNotTooMany() throws Exception {
        bury(3, Duration.ZERO);
        try (LimitWatch watch = watch(OFTEN.messages(3).growth(1))) {
            bury(1, Duration.ZERO);
            assertThat(next().messages()).isEqualTo(4);
        }
    }

    @Test
    void whatWasThereAtTheFirstLookIsNoGrowth() throws Exception {
        bury(1, ofDays(2));
        bury(50, Duration.ZERO);
        try (LimitWatch watch = watch(OFTEN.growth(4).age(ofDays(1)))) {
            assertThat(next().limit()).isEqualTo(Limit.AGE);
            assertThat(next().limit()).isEqualTo(Limit.AGE);
            bury(5, Duration.ZERO);
            MessagingEvent.DeadLettersOverLimit event = next();
            while (event.limit() == Limit.AGE) {
                assertThat(event.age()).isBetween(ofDays(2), ofDays(2).plusSeconds(60));
                event = next();
            }
            assertThat(event.limit()).isEqualTo(Limit.GROWTH);
            assertThat(event.messages()).isEqualTo(56);
        }
    }

    @Test
    void nobodyLooksIfNothingIsLimitedOrNobodyListens() {
        assertThat(LimitWatch.of(engine(true), "orders", "billing", OFTEN)).isEmpty();
        assertThat(LimitWatch.of(engine(false), "orders", "billing", OFTEN.messages(1)))
                .isEmpty();
    }

    @Test
    void closingEndsTheLooking() throws Exception {
        bury(1, Duration.ZERO);
        LimitWatch watch = watch(OFTEN.messages(0));
        assertThat(next()).isNotNull();
        watch.close();
        told.clear();
        assertThat(told.poll(400, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void impossibleLimitsAreRefused() {
        assertThatThrownBy(() -> OFTEN.messages(-1)).isInstanceOf(MessagingException.class);
        assertThatThrownBy(() -> OFTEN.growth(-1)).isInstanceOf(MessagingException.class);
        assertThatThrownBy(() -> OFTEN.age(ofSeconds(-1))).isInstanceOf(MessagingException.class);
        assertThatThrownBy(() -> OFTEN.every(ofMillis(99))).isInstanceOf(MessagingException.class);
    }
}
