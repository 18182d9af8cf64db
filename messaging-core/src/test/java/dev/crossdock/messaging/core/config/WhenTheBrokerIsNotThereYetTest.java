package dev.crossdock.messaging.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhenTheBrokerIsNotThereYetTest {
    private final ShelfTransport transport = new ShelfTransport();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private int attempts;

    private Transport open(Map<String, String> more) {
        MessagingConfig config = MessagingConfig.of(Map.of("crossdock.transport", "shelf"));
        for (Map.Entry<String, String> setting : more.entrySet()) {
            config = config.with(setting.getKey(), setting.getValue());
        }
        return Configuration.read(config, List.of(new Provider()), List.of()).openTransport();
    }

    private final class Provider implements TransportProvider {
        @Override
        public String name() {
            return "shelf";
        }

        @Override
        public Transport open(Settings settings, TimeSource time) throws Exception {
            attempts++;
            Exception failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return transport;
        }
    }

    @Test
    void openingFailsAtOnceUnlessItWasToldToWait() {
        failures.add(new IOException("connection refused"));
        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasRootCauseMessage("connection refused");
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void openingTriesAgainUntilItIsThere() {
        failures.add(new IOException("connection refused"));
        failures.add(new MessagingException(ErrorCode.UNAVAILABLE, "it is starting"));
        assertThat(open(Map.of("crossdock.start.wait", "1m"))).isSameAs(transport);
        assertThat(attempts).isEqualTo(3);
    }

    @Test
    void openingGivesUpWhenTheTimeIsOver() {
        for (int i = 0; i < 100; i++) {
            failures.add(new MessagingException(ErrorCode.UNAVAILABLE, "attempt " + i));
        }
        assertThatThrownBy(() -> open(Map.of("crossdock.start.wait", "500ms"))).hasMessageContaining("attempt");
        assertThat(attempts).isBetween(2, 3);
    }

    @Test
    void aRefusedPasswordIsNotTriedAgain() {
        failures.add(new MessagingException(ErrorCode.UNAUTHENTICATED, "wrong password"));
        assertThatThrownBy(() -> open(Map.of("crossdock.start.wait", "1m"))).hasMessageContaining("wrong password");
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void anUnknownSettingIsToldBeforeAnythingIsWaitedFor() {
        failures.add(new IOException("connection refused"));
        assertThatThrownBy(() -> open(Map.of("crossdock.start.wait", "1m", "crossdock.shelf.hight", "4")))
                .hasMessageContaining("crossdock.shelf.hight");
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        failures.add(new IOException("connection refused"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> open(Map.of("crossdock.start.wait", "1m")))
                .isInstanceOfSatisfying(
                        MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }
}
