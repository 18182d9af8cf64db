package dev.crossdock.messaging.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.MessagingEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final MessagingEvent EVENT = new MessagingEvent.Published("orders", "id-1");

    private final HandDrivenTime time = new HandDrivenTime();

    @Nested
    class WhenAnObserverThrows {
        @Test
        void theOthersAreToldAndNothingIsLetOut() {
            List<MessagingEvent> told = new ArrayList<>();
            Events events = new Events(
                    List.of(
                            event -> {
                                throw new StackOverflowError("odd");
                            },
                            told::add),
                    time);
            events.emit(EVENT);
            events.emit(EVENT);
            assertThat(told).containsExactly(EVENT, EVENT);
        }
    }

    @Test
    void silenceIsToHaveNoObserver() {
        assertThat(new Events(List.of(), time).silent()).isTrue();
        assertThat(new Events(List.of(event -> {}), time).silent()).isFalse();
    }
}
