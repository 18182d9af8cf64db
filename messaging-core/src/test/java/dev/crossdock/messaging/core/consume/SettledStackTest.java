package dev.crossdock.messaging.core.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettledStackTest {
    private final Session session = new Session(true, false, lost -> {});
    private final SettledStack settled = new SettledStack();

    private List<InFlight> push(int messages) {
        List<InFlight> pushed = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            InFlight message = Loan.message(session, null, i);
            assertThat(settled.push(message)).isEqualTo(i + 1);
            pushed.add(message);
        }
        return pushed;
    }

    private List<InFlight> takeAll() {
        List<InFlight> taken = new ArrayList<>();
        settled.takeAll(taken::add);
        return taken;
    }

    @Test
    void whatIsTakenComesInTheOrderInWhichItWasSettled() {
        List<InFlight> pushed = push(5);
        assertThat(settled.size()).isEqualTo(5);
        assertThat(takeAll()).containsExactlyElementsOf(pushed);
    }

    @Test
    void nothingIsTakenTwice() {
        push(3);
        takeAll();
        assertThat(settled.isEmpty()).isTrue();
        assertThat(takeAll()).isEmpty();
        assertThat(takeAll()).isEmpty();
        List<InFlight> later = push(2);
        assertThat(takeAll()).containsExactlyElementsOf(later);
    }
}
