package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhenNamesAreHostileTest {
    private static final String HOME = "persistent://public/default/";

    private final PulsarNames names = new PulsarNames("public", "default", "default");

    @Test
    void ordinaryOnesStayAsTheyAre() {
        Address.Inbox inbox = new Address.Inbox("order-events_1.x", "billing");
        assertThat(names.topic(new Address.Topic("order-events_1.x"))).isEqualTo(HOME + "order-events_1.x");
        assertThat(names.topic(inbox)).isEqualTo(HOME + "order-events_1.x:billing");
        assertThat(names.topic(new Address.DeadLetters("orders", "billing"))).isEqualTo(HOME + "orders:billing:dead");
        assertThat(names.loans(inbox)).isEqualTo(HOME + "order-events_1.x:billing:loans");
        assertThat(names.subscription(inbox)).isEqualTo("billing");
    }

    @Test
    void whatBelongsToGroupsCanBeKeptApart() {
        PulsarNames apart = new PulsarNames("acme", "topics", "groups");
        assertThat(apart.topic(new Address.Topic("orders"))).isEqualTo("persistent://acme/topics/orders");
        assertThat(apart.topic(new Address.Inbox("orders", "billing")))
                .isEqualTo("persistent://acme/groups/orders:billing");
    }

    @Test
    void whatTheBrokerHasAMeaningForIsEscaped() {
        assertThat(names.topic(new Address.Topic("a/b"))).isEqualTo(HOME + "a=2Fb");
        assertThat(names.topic(new Address.Topic("a:b"))).isEqualTo(HOME + "a=3Ab");
        assertThat(names.topic(new Address.Topic(".."))).isEqualTo(HOME + "=2E.");
        assertThat(names.topic(new Address.Topic("__change_events"))).isEqualTo(HOME + "=5F_change_events");
        assertThat(names.topic(new Address.Topic("x-partition-1"))).isEqualTo(HOME + "x=2Dpartition-1");
        assertThat(names.subscription(new Address.Inbox("orders", "pulsar.repl.x")))
                .isEqualTo("=70ulsar.repl.x");
        assertThat(names.subscription(new Address.Inbox("orders", "__compaction")))
                .isEqualTo("=5F_compaction");
    }

    @Test
    void whatIsTooLongIsCutAndStaysApart() {
        String longest = "x".repeat(127);
        String one = names.topic(new Address.DeadLetters(longest + "a", longest + "a"));
        String other = names.topic(new Address.DeadLetters(longest + "a", longest + "b"));
        assertThat(one).hasSize(HOME.length() + PulsarNames.MAX_LENGTH).isNotEqualTo(other);
    }

    @Test
    void noTwoAddressesMeet() {
        int[] letters =
                "aA.-_/ :%*=>#$+\u00fc\ud83d\ude052EFdeadloans".codePoints().toArray();
        Random random = new Random(7);
        List<String> corpus = new ArrayList<>(List.of(".", "..", "__", "dead", "loans", "-partition-", "a:dead"));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            int length = 1 + random.nextInt(5);
            for (int j = 0; j < length; j++) {
                name.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            corpus.add(name.toString());
        }
        Map<String, Object> seen = new HashMap<>();
        for (String name : corpus) {
            String group = corpus.get(random.nextInt(corpus.size()));
            Address.Inbox inbox = new Address.Inbox(name, group);
            for (Address address : List.of(new Address.Topic(name), inbox, new Address.DeadLetters(name, group))) {
                Object before = seen.putIfAbsent(names.topic(address), address);
                assertThat(before == null || before.equals(address))
                        .as("%s and %s", before, address)
                        .isTrue();
            }
            Object before = seen.putIfAbsent(names.loans(inbox), List.of(inbox));
            assertThat(before == null || before.equals(List.of(inbox))).isTrue();
        }
    }
}
