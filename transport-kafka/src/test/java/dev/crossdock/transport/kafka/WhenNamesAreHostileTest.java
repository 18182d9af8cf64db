package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenNamesAreHostileTest {
    private final KafkaNames names = new KafkaNames(KafkaNames.Style.UNDERSCORES);

    @Test
    void ordinaryOnesStayAsTheyAre() {
        assertThat(names.topic(new Address.Topic("order_events"))).isEqualTo("order_events");
        assertThat(names.topic(new Address.Topic("order-events"))).isEqualTo("order-events");
        assertThat(names.topic(new Address.Inbox("orders", "billing"))).isEqualTo("orders--billing");
        assertThat(names.topic(new Address.DeadLetters("orders", "billing"))).isEqualTo("orders--billing--dead");
        assertThat(names.topic(lane(new Address.Inbox("orders", "billing"), 5))).isEqualTo("orders--billing--wait-5s");
        assertThat(names.topic(lane(new Address.Topic("orders"), 120))).isEqualTo("orders--wait-2m");
        assertThat(names.topic(lane(new Address.Topic("orders"), 3600))).isEqualTo("orders--wait-1h");
    }

    @Test
    void othersCanStillBeRead() {
        assertThat(names.topic(new Address.Topic("order.events"))).isEqualTo("order-_2e_events");
        assertThat(names.topic(new Address.Topic("."))).isEqualTo("-_2e_");
        assertThat(names.topic(new Address.Topic("__consumer_offsets"))).isEqualTo("-_5f__consumer_offsets");
        assertThat(names.topic(new Address.Topic("a--b"))).isEqualTo("a-_2d_-b");
        assertThat(names.topic(new Address.Topic("\ud83d\ude05"))).isEqualTo("-_1f605_");
        assertThat(new KafkaNames(KafkaNames.Style.DOTS).topic(new Address.Topic("order.events")))
                .isEqualTo("order.events");
    }

    @Test
    void aGroupThatIsCalledLikeALaneIsNone() {
        assertThat(names.topic(new Address.Inbox("orders", "wait-5s")))
                .isNotEqualTo(names.topic(lane(new Address.Topic("orders"), 5)));
        assertThat(names.topic(new Address.Inbox("orders", "dead"))).isEqualTo("orders--dead");
    }

    @Test
    void whatIsTooLongIsCutAndStaysApart() {
        String longest = "x".repeat(127);
        String one = names.topic(new Address.DeadLetters(longest + "a", longest + "a"));
        String other = names.topic(new Address.DeadLetters(longest + "a", longest + "b"));
        assertThat(one).hasSize(KafkaNames.MAX_LENGTH).isNotEqualTo(other);
    }

    @ParameterizedTest
    @EnumSource(KafkaNames.Style.class)
    void noTwoAddressesMeet(KafkaNames.Style style) {
        KafkaNames some = new KafkaNames(style);
        int[] letters =
                "aA.-_/ :%*>#$+\u00fc\ud83d\ude052e5fhwait-5sdead".codePoints().toArray();
        Random random = new Random(7);
        List<String> corpus = new ArrayList<>(List.of(
                ".",
                "..",
                "-",
                "--",
                "---",
                "_",
                "__",
                "-_",
                "_-",
                "._",
                "_.",
                "-_2e_",
                "-.2e.",
                "a-_2e_",
                "a.",
                "a_",
                "wait-5s",
                "wait-",
                "dead",
                "a--dead",
                "a--b",
                "a-",
                "-a",
                "-_h0_",
                "x".repeat(128)));
        while (corpus.size() < 400) {
            StringBuilder name = new StringBuilder();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                name.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            if (!corpus.contains(name.toString())) {
                corpus.add(name.toString());
            }
        }
        Map<String, Address> seen = new HashMap<>();
        for (String topic : corpus) {
            add(seen, some, new Address.Topic(topic));
            add(seen, some, lane(new Address.Topic(topic), 5));
            for (String group : corpus.subList(0, 80)) {
                Address.Inbox inbox = new Address.Inbox(topic, group);
                add(seen, some, inbox);
                add(seen, some, new Address.DeadLetters(topic, group));
                add(seen, some, lane(inbox, 5));
                add(seen, some, lane(inbox, 300));
            }
        }
    }

    private static void add(Map<String, Address> seen, KafkaNames names, Address address) {
        // As a broker compares them.
        String name = names.topic(address);
        assertThat(name).matches("[a-zA-Z0-9._-]{1,249}").isNotIn(".", "..").doesNotStartWith("__");
        Address before = seen.put(name.replace('.', '_'), address);
        assertThat(before).as("%s and %s", before, address).isNull();
    }

    private static Address.DelayLane lane(Address target, int seconds) {
        return new Address.DelayLane(target, Duration.ofSeconds(seconds));
    }
}
