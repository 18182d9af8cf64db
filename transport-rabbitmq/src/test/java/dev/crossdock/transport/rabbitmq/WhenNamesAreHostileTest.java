package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhenNamesAreHostileTest {
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofNanos(1_500_001),
            Duration.ofMillis(1),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(61),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    @Test
    void ordinaryNamesStayReadable() {
        assertThat(NativeNames.of(new Address.Topic("orders"))).isEqualTo("orders");
        assertThat(NativeNames.of(INBOX)).isEqualTo("orders/billing");
        assertThat(NativeNames.of(new Address.DeadLetters("orders", "billing"))).isEqualTo("orders/billing/dead");
        assertThat(NativeNames.of(new Address.DelayLane(INBOX, Duration.ofSeconds(5))))
                .isEqualTo("orders/billing/wait/5s");
        assertThat(NativeNames.of(new Address.DelayLane(new Address.Topic("orders"), Duration.ofMinutes(2))))
                .isEqualTo("orders/wait/2m");
    }

    @Test
    void whatTheBrokerKeepsForItselfIsEncoded() {
        assertThat(NativeNames.of(new Address.Topic("amq.orders"))).isEqualTo("%61mq.orders");
        assertThat(NativeNames.of(new Address.Inbox("amq.", "g"))).isEqualTo("%61mq./g");
        assertThat(NativeNames.of(new Address.Topic("%61mq.orders"))).isEqualTo("%2561mq.orders");
        assertThat(NativeNames.of(new Address.Topic("amqp"))).isEqualTo("amqp");
    }

    @Test
    void everythingElseIsEncodedByItsBytes() {
        assertThat(NativeNames.of(new Address.Inbox("a/b", "ü~"))).isEqualTo("a%2Fb/%C3%BC%7E");
    }

    @Test
    void namesThatAreTooLongAreShortenedAndStayDifferent() {
        String common = "x".repeat(127);
        String one = NativeNames.of(new Address.Inbox(common + "1", "y".repeat(128)));
        String other = NativeNames.of(new Address.Inbox(common + "1", "y".repeat(127) + "z"));
        assertThat(one).hasSize(255).startsWith(common + "1/y").isNotEqualTo(other);
        assertThat(NativeNames.of(new Address.Topic("😅".repeat(64)))).hasSize(255);
    }

    @Test
    void aLaneLeadsToATopicOrAnInbox() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NativeNames.of(
                        new Address.DelayLane(new Address.DeadLetters("t", "g"), Duration.ofSeconds(1))));
    }

    @Test
    void noTwoAddressesMeet() {
        Random random = new Random(20_260_101);
        List<String> parts = new ArrayList<>(List.of(
                "wait", "dead", "5s", "1h", "wait/5s", "a/wait", "a/dead", "a/b", "a%2Fb", "a", "b", "A", "%61", "~"));
        int[] letters = "aA1.-_/ :%*>#$+~\\'\"@!?=&;ü😅é".codePoints().toArray();
        for (int i = 0; i < 150; i++) {
            StringBuilder part = new StringBuilder();
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 128 : 4);
            for (int c = 0; c < length; c++) {
                part.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            parts.add(part.toString());
        }
        Map<String, Address> queues = new HashMap<>();
        Map<String, Address> exchanges = new HashMap<>();
        for (String topic : parts) {
            claim(exchanges, new Address.Topic(topic));
            lanes(queues, new Address.Topic(topic));
            for (String group : parts) {
                claim(queues, new Address.Inbox(topic, group));
                claim(queues, new Address.DeadLetters(topic, group));
                lanes(queues, new Address.Inbox(topic, group));
            }
        }
        assertThat(queues).hasSizeGreaterThan(100_000);
    }

    private static void lanes(Map<String, Address> names, Address target) {
        for (Duration length : LENGTHS) {
            claim(names, new Address.DelayLane(target, length));
        }
    }

    private static void claim(Map<String, Address> names, Address address) {
        String name = NativeNames.of(address);
        Address other = names.put(name, address);
        assertThat(other == null || other.equals(address))
                .as("%s and %s are both called %s", address, other, name)
                .isTrue();
        assertThat(name.length()).isBetween(1, 255);
        assertThat(name).matches("[A-Za-z0-9._%/~-]+").doesNotStartWith("amq.");
    }
}
