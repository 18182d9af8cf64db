package dev.crossdock.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTest {
    @ParameterizedTest(name = "missing {0} of which {1} were here first, now {2}, room {3}: {4}")
    @CsvSource({
        // As many as are missing, while there is room for those that come in their place.
        "30, 40, 10, 64, 30",
        "30, 40, 80, 64, 24",
        // No more of the backlog than there was room for.
        "30, 40, 104, 64, 0",
        "30, 40, 5000, 64, 0",
        "1, 1, 1, 1, 1",
        "90000, 90000, 1, 64, 10000",
    })
    void beforeTheTurnNoMoreIsAskedForThanIsMissingAndThereIsRoomFor(
            long missing, long enough, int here, int room, int more) {
        assertThat(Turn.more(missing, enough, here, room)).isEqualTo(more);
    }
}
