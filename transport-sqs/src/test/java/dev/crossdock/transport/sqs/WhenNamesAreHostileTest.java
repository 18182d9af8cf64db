package dev.crossdock.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhenNamesAreHostileTest {
    private final NativeNames names = new NativeNames("");

    @Test
    void ordinaryOnesStayAsTheyAre() {
        assertThat(names.topic(new Address.Topic("order_events"), false)).isEqualTo("order_events");
        assertThat(names.topic(new Address.Topic("order-events"), true)).isEqualTo("order-events.fifo");
        Address.Inbox inbox = new Address.Inbox("orders", "billing");
        assertThat(names.queue(inbox, false)).isEqualTo("orders--billing");
        assertThat(names.queue(inbox, true)).isEqualTo("orders--billing.fifo");
        assertThat(names.queue(new Address.DeadLetters("orders", "billing"), false))
                .isEqualTo("orders--billing--dead");
        assertThat(names.queue(lane(inbox, 900), false)).isEqualTo("orders--billing--wait-15m");
        assertThat(names.queue(lane(new Address.Topic("orders"), 900), false)).isEqualTo("orders--wait-15m");
        assertThat(new NativeNames("test-").queue(inbox, false)).isEqualTo("test-orders--billing");
    }

    @Test
    void othersCanStillBeRead() {
        assertThat(names.topic(new Address.Topic("order.events"), false)).isEqualTo("order-_2e_events");
        assertThat(names.topic(new Address.Topic("a--b"), false)).isEqualTo("a-_2d_-b");
        assertThat(names.topic(new Address.Topic("\ud83d\ude05"), false)).isEqualTo("-_1f605_");
    }

    @Test
    void whatIsTooLongIsCutAlikeWithAndWithoutOrder() {
        String longest = "x".repeat(127);
        Address.Inbox one = new Address.Inbox(longest + "a", longest + "a");
        Address.Inbox other = new Address.Inbox(longest + "a", longest + "b");
        assertThat(names.queue(one, false)).hasSize(75).isNotEqualTo(names.queue(other, false));
        assertThat(names.queue(one, true)).isEqualTo(names.queue(one, false) + ".fifo");
        assertThat(names.topic(new Address.Topic("\ud83d\ude05".repeat(64)), true))
                .hasSize(256);
    }

    @Test
    void noTwoAddressesMeet() {
        int[] letters =
                "aA.-_/ :%*>#$+\u00fc\ud83d\ude052e5fhwait-15mdead".codePoints().toArray();
        Random random = new Random(7);
        List<String> corpus = new ArrayList<>(List.of(
                "-",
                "--",
                "---",
                "_",
                "__",
                "-_",
                "_-",
                "-_2e_",
                "a-_2e_",
                "a-",
                "-a",
                "wait-15m",
                "wait-",
                "dead",
                "a--dead",
                "a--b",
                "-_h0_",
                "a.fifo",
                "x".repeat(128)));
        while (corpus.size() < 300) {
            StringBuilder name = new StringBuilder();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                name.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            if (!corpus.contains(name.toString())) {
                corpus.add(name.toString());
            }
        }
        Map<String, Address> topics = new HashMap<>();
        Map<String, Address> queues = new HashMap<>();
        for (String topic : corpus) {
            Address.Topic address = new Address.Topic(topic);
            assertThat(topics.put(names.topic(address, false), address)).isNull();
            add(queues, lane(address, 900));
            for (String group : corpus.subList(0, 80)) {
                Address.Inbox inbox = new Address.Inbox(topic, group);
                add(queues, inbox);
                add(queues, new Address.DeadLetters(topic, group));
                add(queues, lane(inbox, 900));
            }
        }
    }

    private void add(Map<String, Address> seen, Address.Queue queue) {
        String name = names.queue(queue, false);
        assertThat(name).matches("[a-zA-Z0-9_-]{1,75}");
        Address before = seen.put(name, queue);
        assertThat(before).as("%s and %s", before, queue).isNull();
    }

    private static Address.DelayLane lane(Address target, int seconds) {
        return new Address.DelayLane(target, Duration.ofSeconds(seconds));
    }
}
