package dev.crossdock.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final AtomicInteger attempts = new AtomicInteger();

    private Supplier<String> ready(int after, ErrorCode before) {
        return () -> {
            if (attempts.incrementAndGet() <= after) {
                throw new MessagingException(before, "attempt " + attempts);
            }
            return "open";
        };
    }

    @Test
    void whatIsNotReadyAtOnceIsOpenedAMomentLater() {
        assertThat(Attempts.within(Duration.ofMinutes(1), ready(2, ErrorCode.UNAVAILABLE)))
                .isEqualTo("open");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whatIsRefusedForGoodIsNotTriedAgain() {
        assertThatThrownBy(() -> Attempts.within(Duration.ofMinutes(1), ready(1, ErrorCode.UNAUTHENTICATED)))
                .hasMessageContaining("attempt 1");
    }

    @Test
    void whatDoesNotGetReadyIsSaidWhenTheTimeIsOver() {
        assertThatThrownBy(
                        () -> Attempts.within(Duration.ofMillis(50), ready(Integer.MAX_VALUE, ErrorCode.UNAVAILABLE)))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("attempt " + attempts);
        assertThat(attempts).hasValueGreaterThan(1);
    }
}
