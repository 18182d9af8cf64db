package dev.crossdock.transport.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WhenManyThreadsWorkTest {
    private static final int SENDERS = 3;
    private static final int RECEIVERS = 4;
    private static final int EACH = 5_000;
    private static final int BATCH = 10;

    @ParameterizedTest
    @MethodSource("kinds")
    void everyMessageIsHandledAndKeysKeepTheirOrder(Personality mode, Ordering ordering) throws Exception {
        try (Rig rig = Rig.of(mode)) {
            rig.create(Rig.ORDERS);
            rig.create(Rig.BILLING, ordering);
            Map<String, Integer> handled = new ConcurrentHashMap<>();
            Map<String, Integer> lastOfKey = new ConcurrentHashMap<>();
            List<String> outOfOrder = new ArrayList<>();
            CountDownLatch left = new CountDownLatch(SENDERS * EACH);

            List<Background<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                String sender = "s" + i;
                senders.add(Background.run(() -> send(rig, sender)));
            }
            // All of them before any reads: a log that is shared out anew delivers again what was not done.
            List<Receiver> receivers = new ArrayList<>();
            for (int i = 0; i < RECEIVERS; i++) {
                receivers.add(rig.open(Rig.BILLING, ordering));
            }
            List<Background<Integer>> readers = new ArrayList<>();
            for (Receiver receiver : receivers) {
                Random random = new Random(readers.size());
                readers.add(Background.run(() -> {
                    int count = 0;
                    while (left.getCount() > 0) {
                        List<WireDelivery> taken = receiver.receive(1 + random.nextInt(50), Duration.ofHours(1));
                        List<WireDelivery> back = taken.isEmpty() || random.nextInt(4) > 0
                                ? List.of()
                                : taken.subList(random.nextInt(taken.size()), taken.size());
                        List<WireDelivery> done = taken.subList(0, taken.size() - back.size());
                        for (WireDelivery delivery : done) {
                            note(delivery, lastOfKey, outOfOrder);
                        }
                        receiver.giveBack(back);
                        receiver.accept(done);
                        for (WireDelivery delivery : done) {
                            handled.merge(Rig.id(delivery), 1, Integer::sum);
                            left.countDown();
                        }
                        count += done.size();
                    }
                    return count;
                }));
            }
            for (Background<Integer> sender : senders) {
                assertThat(sender.get()).isEqualTo(EACH);
            }
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
            receivers.forEach(Receiver::wakeup);
            for (Background<Integer> reader : readers) {
                reader.get();
            }

            assertThat(handled).hasSize(SENDERS * EACH);
            assertThat(handled.values()).containsOnly(1);
            if (ordering == Ordering.PER_KEY) {
                assertThat(outOfOrder).isEmpty();
            }
            assertThat(rig.broker.depth(Rig.BILLING)).isZero();
        }
    }

    static Stream<Arguments> kinds() {
        return Arrays.stream(Personality.values())
                .flatMap(mode -> Arrays.stream(Ordering.values()).map(ordering -> Arguments.of(mode, ordering)));
    }

    private static int send(Rig rig, String sender) {
        Map<Integer, Integer> next = new HashMap<>();
        int confirmed = 0;
        for (int i = 0; i < EACH; i += BATCH) {
            WireMessage[] batch = new WireMessage[BATCH];
            for (int j = 0; j < BATCH; j++) {
                int key = (i + j) % 7;
                int number = next.merge(key, 1, Integer::sum);
                batch[j] = Rig.message(sender + "/" + key + "/" + number, sender + "/" + key);
            }
            Rig.Answers answers = rig.send(Rig.ORDERS, batch);
            confirmed += (int)
                    answers.said.values().stream().filter("confirmed"::equals).count();
        }
        return confirmed;
    }

    private static void note(WireDelivery delivery, Map<String, Integer> lastOfKey, List<String> outOfOrder) {
        String id = Rig.id(delivery);
        int number = Integer.parseInt(id.substring(id.lastIndexOf('/') + 1));
        Integer last = lastOfKey.put(String.valueOf(delivery.message().key()), number);
        if (number != (last == null ? 1 : last + 1)) {
            synchronized (outOfOrder) {
                outOfOrder.add(last + " then " + id);
            }
        }
    }
}
