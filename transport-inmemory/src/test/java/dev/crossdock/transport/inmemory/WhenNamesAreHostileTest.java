package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenNamesAreHostileTest {
    private static final List<String> NAMES = List.of(
            "foo/bar",
            "..",
            "a..b",
            ".a",
            "a.",
            "a b",
            "a:b",
            "a=b",
            "a\r\nX-Injected: 1",
            "a\nb",
            "\u0000",
            "ünï",
            "\uD83D\uDE05",
            "n".repeat(256),
            "n".repeat(257),
            "",
            "AWS.TraceHeader",
            "amazon.x",
            "Nats-Msg-Id",
            "Nats-Expected-Last-Sequence",
            "x-death",
            "x-delivery-count",
            "CC",
            "JMSXDeliveryCount",
            "REAL_TOPIC",
            "RECONSUMETIMES",
            "traceparent",
            "Foo",
            "foo",
            "content-type",
            "id",
            "key",
            "a",
            "a.b",
            "b");

    @ParameterizedTest
    @EnumSource(Personality.class)
    void noTwoTopicsGroupsOrLanesMeet(Personality mode) throws Exception {
        List<Address.Queue> queues = new ArrayList<>();
        try (Rig rig = Rig.of(mode)) {
            for (String topic : NAMES) {
                rig.create(new Address.Topic(topic));
                for (String group : NAMES.subList(0, 6)) {
                    queues.add(new Address.Inbox(topic, group));
                    queues.add(new Address.Inbox(group, topic));
                    queues.add(new Address.DeadLetters(topic, group));
                }
                queues.add(new Address.DelayLane(new Address.Topic(topic), Duration.ofSeconds(1)));
            }
            for (Address.Queue queue : queues) {
                rig.create(queue);
            }
            List<Address.Queue> distinct = queues.stream().distinct().toList();
            assertThat(rig.broker.topology()).hasSize(distinct.size() + NAMES.size());
            for (int i = 0; i < distinct.size(); i++) {
                rig.send(distinct.get(i), message("m" + i));
            }
            for (int i = 0; i < distinct.size(); i++) {
                assertThat(rig.peek(distinct.get(i))).containsExactly("m" + i);
            }
        }
    }
}
