package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WhenMessagesAreFetchedAheadTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void thereAreAsManyAsWereSettledLately() {
        Pace pace = new Pace(12, now::get);
        assertThat(pace.ahead()).isZero();
        pace.settled(5);
        pass(50);
        assertThat(pace.ahead()).isEqualTo(5);
        pass(50);
        assertThat(pace.ahead()).isZero();
    }

    @Test
    void thereAreNeverMoreThanThePrefetchAllows() {
        Pace pace = new Pace(12, now::get);
        pace.settled(1_000);
        pass(60);
        assertThat(pace.ahead()).isEqualTo(12);
        Pace alone = new Pace(0, now::get);
        alone.settled(1_000);
        pass(60);
        assertThat(alone.ahead()).isZero();
    }

    private void pass(long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
