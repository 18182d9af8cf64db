package dev.crossdock.transport.nats;

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
    private static final Address.Topic ORDERS = new Address.Topic("orders");
    private static final Address.Inbox BILLING = new Address.Inbox("orders", "billing");
    private static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");

    @Test
    void ordinaryNamesStayReadable() {
        assertThat(names(ORDERS)).isEqualTo("orders orders");
        assertThat(names(BILLING)).isEqualTo("orders orders.to.billing billing");
        assertThat(names(DEAD)).isEqualTo("orders=billing=dead orders.dead.billing dead");
        assertThat(names(new Address.DelayLane(BILLING, Duration.ofSeconds(5))))
                .isEqualTo("orders orders.wait.5s.billing billing=wait=5s");
        assertThat(names(new Address.DelayLane(ORDERS, Duration.ofMinutes(2))))
                .isEqualTo("orders orders.wait.2m =wait=2m");
    }

    @Test
    void whatWouldSeparateIsEncodedByItsBytes() {
        assertThat(names(new Address.Inbox("a.b", "ü*>"))).isEqualTo("a%2Eb a%2Eb.to.%C3%BC%2A%3E %C3%BC%2A%3E");
        assertThat(NatsNames.stream(new Address.Topic("$JS"))).isEqualTo("%24JS");
        assertThat(NatsNames.consumer(new Address.Inbox("t", NatsNames.KEEPER))).isEqualTo("%3Dkeeper");
    }

    @Test
    void longNamesFitIntoTheNameOfAFolderAndStayDifferent() {
        String common = "😅".repeat(63);
        Address.DeadLetters one = new Address.DeadLetters(common + "1", common + "1");
        Address.DeadLetters other = new Address.DeadLetters(common + "1", common + "2");
        assertThat(NatsNames.stream(one)).hasSizeLessThan(256).isNotEqualTo(NatsNames.stream(other));
        assertThat(NatsNames.subject(one)).isNotEqualTo(NatsNames.subject(other));
    }

    @Test
    void aTopicsStreamTakesInWhatBelongsToItAndNotTheDeadLetters() {
        List<String> subjects = NatsNames.subjectsOf(ORDERS);
        assertThat(subjects).contains("orders", "orders.to.*", "orders.wait.>", "orders.at.*", "orders.note.*.*");
        assertThat(subjects).noneMatch(subject -> subject.contains("dead"));
        assertThat(subjects).containsAll(NatsNames.keptOf(ORDERS));
        assertThat(NatsNames.note(BILLING, 7)).isEqualTo("orders.note.billing.7");
        assertThat(NatsNames.schedule("orders", "x")).isEqualTo("orders.at.x");
    }

    @Test
    void noTwoAddressesMeet() {
        Random random = new Random(20_260_101);
        List<String> parts = new ArrayList<>(
                List.of("wait", "dead", "5s", "to", "at", "note", "=keeper", "=wait=5s", "a.to", "a", "b", "A", "%61"));
        int[] letters = "aA1.-_/ :%*>#$+~=\\'\"@!?&;ü😅é".codePoints().toArray();
        for (int i = 0; i < 100; i++) {
            StringBuilder part = new StringBuilder();
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 128 : 4);
            for (int c = 0; c < length; c++) {
                part.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            parts.add(part.toString());
        }
        Map<String, Address> owners = new HashMap<>();
        Map<String, Address> subjects = new HashMap<>();
        for (String topic : parts) {
            for (String group : parts) {
                Address.Inbox inbox = new Address.Inbox(topic, group);
                for (Address address : List.of(
                        inbox,
                        new Address.Topic(topic),
                        new Address.DeadLetters(topic, group),
                        new Address.DelayLane(inbox, Duration.ofSeconds(5)),
                        new Address.DelayLane(new Address.Topic(topic), Duration.ofSeconds(5)))) {
                    assertThat(owners.merge(names(address), address, (first, second) -> first))
                            .isEqualTo(address);
                    assertThat(subjects.merge(NatsNames.subject(address), address, (first, second) -> first))
                            .isEqualTo(address);
                    assertThat(names(address)).matches("[ -~]+").doesNotContain("*", ">", "/");
                }
            }
        }
    }

    private static String names(Address address) {
        String names = NatsNames.stream(address) + " " + NatsNames.subject(address);
        return address instanceof Address.Queue queue ? names + " " + NatsNames.consumer(queue) : names;
    }
}
