package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private static final SendListener NOBODY = new SendListener() {
        @Override
        public void confirmed(int index) {}

        @Override
        public void rejected(int index, Throwable cause) {}

        @Override
        public void unknown(int index, Throwable cause) {}
    };

    private final Unanswered unanswered = new Unanswered();

    private static Parcel parcel(int messages) {
        List<WireMessage> list = Collections.nCopies(messages, new WireMessage(new byte[0], null, Headers.empty()));
        return new Parcel(Route.to(new Address.Topic("t"), Unroutable.ACCEPT), list, NOBODY);
    }

    private void add(long number, int count) {
        unanswered.add(number, parcel(count), IntStream.range(0, count).toArray(), count);
    }

    private static List<Integer> indexes(List<Unanswered.Entry> entries) {
        return entries.stream().map(entry -> entry.index).toList();
    }

    @Test
    void givesEachOnce() {
        add(1, 3);
        assertThat(unanswered.take(2)).isNotNull();
        assertThat(unanswered.take(2)).isNull();
        assertThat(indexes(unanswered.takeUpTo(3))).containsExactly(0, 2);
        assertThat(unanswered.takeAll()).isEmpty();
        assertThat(unanswered.take(1)).isNull();
        assertThat(unanswered.take(99)).isNull();
    }

    @Test
    void marksTheOneThatCameBackAndNoneTwice() {
        add(1, 4);
        unanswered.markReturned(entry -> entry.index == 1);
        unanswered.markReturned(entry -> true);
        unanswered.markReturned(entry -> entry.index == 0);
        assertThat(unanswered.takeAll().stream().map(Unanswered.Entry::returned))
                .containsExactly(false, true, true, false);
    }

    @Test
    void staysTrueUnderAnyOrderOfAnswers() {
        Random random = new Random(7);
        Set<Long> model = new TreeSet<>();
        List<Integer> sizes = new ArrayList<>();
        long next = 1;
        for (int step = 0; step < 20_000; step++) {
            int what = random.nextInt(10);
            if (what < 4) {
                int count = 1 + random.nextInt(random.nextInt(50) == 0 ? 600 : 3);
                add(next, count);
                for (int i = 0; i < count; i++) {
                    model.add(next + i);
                }
                next += count;
            } else if (what < 9) {
                long number = next - random.nextInt(300);
                assertThat(unanswered.take(number) != null).isEqualTo(model.remove(number));
            } else {
                long number = next - 1 - random.nextInt(400);
                long before = model.stream().filter(n -> n <= number).count();
                assertThat(unanswered.takeUpTo(number)).hasSize((int) before);
                model.removeIf(n -> n <= number);
            }
            sizes.add(model.size());
        }
        assertThat(Collections.max(sizes)).isGreaterThan(256);
        assertThat(unanswered.takeAll()).hasSize(model.size());
    }
}
