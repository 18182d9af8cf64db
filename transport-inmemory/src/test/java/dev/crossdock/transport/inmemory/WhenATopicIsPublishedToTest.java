package dev.crossdock.transport.inmemory;

import static dev.crossdock.transport.inmemory.Rig.BILLING;
import static dev.crossdock.transport.inmemory.Rig.ORDERS;
import static dev.crossdock.transport.inmemory.Rig.id;
import static dev.crossdock.transport.inmemory.Rig.ids;
import static dev.crossdock.transport.inmemory.Rig.message;
import static dev.crossdock.transport.inmemory.Rig.take;
import static dev.crossdock.transport.inmemory.Rig.takeOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhenATopicIsPublishedToTest {
    private static final Address.Inbox SHIPPING = new Address.Inbox("orders", "shipping");

    @ParameterizedTest
    @EnumSource(Personality.class)
    void everyGroupGetsACopyOfItsOwn(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.create(SHIPPING);
            assertThat(rig.send(ORDERS, message("a")).said).containsValue("confirmed");

            Receiver billing = rig.open(BILLING);
            WireDelivery delivery = takeOne(billing);
            billing.accept(List.of(delivery));

            assertThat(rig.broker.depth(BILLING)).isZero();
            assertThat(rig.broker.depth(SHIPPING)).isEqualTo(1);
            assertThat(takeOne(rig.open(SHIPPING)).message()).isSameAs(delivery.message());
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void aGroupThatCameLaterGetsNothingOfBefore(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.send(ORDERS, message("before"));
            rig.create(SHIPPING);
            rig.send(ORDERS, message("after"));

            assertThat(ids(take(rig.open(SHIPPING), 10))).containsExactly("after");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void whatIsSentToAnInboxReachesThatGroupOnly(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            rig.create(SHIPPING);
            rig.send(BILLING, message("a"));

            assertThat(take(rig.open(SHIPPING), 10)).isEmpty();
            assertThat(ids(take(rig.open(BILLING), 10))).containsExactly("a");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void whatDoesNotExistRejectsAndTheRestOfABatchIsStored(Personality mode) throws Exception {
        try (Rig rig =
                Rig.of(mode, "max-message-bytes", "100", "max-headers", "2").unordered()) {
            Rig.Answers missing = rig.send(new Address.Topic("nowhere"), message("a"), message("b"));
            assertThat(missing.said.values()).containsExactly("rejected", "rejected");
            assertThat(missing.causes)
                    .allSatisfy(cause ->
                            assertThat(((MessagingException) cause).code()).isEqualTo(ErrorCode.NOT_FOUND));

            WireMessage large = new WireMessage(new byte[101], null, Headers.empty());
            WireMessage headed = new WireMessage(new byte[0], null, Headers.ofPairs("a", "", "b", "", "c", ""));
            Rig.Answers mixed = rig.send(ORDERS, message("a"), large, message("b"), headed, message("c"));
            assertThat(mixed.said.values())
                    .containsExactly("confirmed", "rejected", "confirmed", "rejected", "confirmed");
            assertThat(mixed.causes.get(0)).hasMessageContaining("101 bytes").hasMessageContaining("100");
            assertThat(mixed.causes.get(1)).hasMessageContaining("3 headers").hasMessageContaining("2");
            assertThat(rig.peek(BILLING)).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void theLimitCountsBytesOfKeyAndHeadersInUtf8(Personality mode) throws Exception {
        // 10 of body, 2 + 3 of key, 1 + 4 of a header, 12 + 1 of the id
        WireMessage exact =
                new WireMessage(new byte[10], "ü€", Headers.ofPairs("h", "\uD83D\uDE00", "crossdock-id", "i"));
        try (Rig fits = Rig.of(mode, "max-message-bytes", "33").unordered();
                Rig exceeds = Rig.of(mode, "max-message-bytes", "32").unordered()) {
            assertThat(fits.send(ORDERS, exact).said).containsValue("confirmed");
            assertThat(exceeds.send(ORDERS, exact).said).containsValue("rejected");
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void aFullQueueTakesWhatThereIsRoomForAndRejectsTheRest(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode, "max-queue-messages", "2").unordered()) {
            rig.create(SHIPPING);
            Rig.Answers answers = rig.send(ORDERS, message("a"), message("b"), message("c"));
            assertThat(answers.said.values()).containsExactly("confirmed", "confirmed", "rejected");
            assertThat(((MessagingException) answers.causes.get(0)).code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(rig.broker.depth(SHIPPING)).isEqualTo(2);

            for (Address.Queue queue : List.of(BILLING, SHIPPING)) {
                Receiver receiver = rig.open(queue);
                receiver.accept(take(receiver, 10));
                take(receiver, 0);
            }
            assertThat(rig.send(ORDERS, message("c")).said).containsValue("confirmed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Personality.class,
            names = {"LEASED_QUEUE", "PLAIN_QUEUE"})
    void oneFullInboxKeepsTheOthersFromGettingWhatIsRejected(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode, "max-queue-messages", "1").unordered()) {
            rig.create(SHIPPING);
            rig.send(ORDERS, message("a"));
            for (Address.Queue room : List.of(BILLING, SHIPPING)) {
                Receiver receiver = rig.open(room);
                receiver.accept(take(receiver, 10));
                take(receiver, 0);
                Address.Queue full = room.equals(BILLING) ? SHIPPING : BILLING;

                assertThat(rig.send(ORDERS, message("b")).said).containsValue("rejected");
                assertThat(rig.broker.depth(room)).isZero();
                rig.send(room, message("a"));
                assertThat(rig.peek(full)).containsExactly("a");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Personality.class)
    void aForeignMessageKeepsOneIdInAllItsDeliveries(Personality mode) throws Exception {
        try (Rig rig = Rig.of(mode).unordered()) {
            WireMessage foreign = new WireMessage(new byte[] {1, 2, 3}, "key", Headers.ofPairs("Foo", "bar"));
            rig.broker.publishRaw(ORDERS, foreign);
            rig.broker.publishRaw(ORDERS, foreign);

            Receiver first = rig.open(BILLING);
            List<WireDelivery> before = take(first, 10);
            assertThat(ids(before)).doesNotHaveDuplicates().hasSize(2).allMatch(id -> id.startsWith("inmemory-"));
            rig.broker.dropConnections();
            List<WireDelivery> again = take(rig.open(BILLING), 10);

            assertThat(ids(again)).containsExactlyElementsOf(ids(before));
            assertThat(again.get(0).message().body()).isSameAs(foreign.body());
            assertThat(again.get(0).message().key()).isEqualTo("key");
            assertThat(again.get(0).message().headers().get("Foo")).isEqualTo("bar");
            assertThat(id(again.get(0))).isNotEqualTo(id(again.get(1)));
        }
    }
}
