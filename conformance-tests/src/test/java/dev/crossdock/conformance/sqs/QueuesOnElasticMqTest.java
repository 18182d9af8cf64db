package dev.crossdock.conformance.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.containers.RunLabels;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import dev.crossdock.transport.sqs.SqsTransportProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What needs no topic, on a second stand-in: it has none, keeps to the limits of AWS, and gives out groups as AWS does. */
@Tag("containers")
class QueuesOnElasticMqTest {
    private static final int INSIDE = 9324;
    private static final GenericContainer<?> BROKER = new GenericContainer<>("softwaremill/elasticmq:1.7.1")
            .withExposedPorts(INSIDE)
            .withLabels(RunLabels.ofThisRun());
    private static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");
    private static final Address.Inbox INBOX = new Address.Inbox("orders", "billing");

    private Transport transport;

    @BeforeAll
    static void startBroker() {
        BROKER.start();
    }

    @AfterAll
    static void stopBroker() {
        BROKER.stop();
    }

    @BeforeEach
    void connect() throws Exception {
        Map<String, String> configuration = Map.of(
                "crossdock.sqs.endpoint", endpoint(),
                "crossdock.sqs.region", StandInServer.REGION,
                "crossdock.sqs.access-key-id", "x",
                "crossdock.sqs.secret-access-key", "x",
                "crossdock.sqs.fifo", "true");
        transport = new SqsTransportProvider()
                .open(Settings.of(configuration, Map.of(), "crossdock.sqs."), TimeSource.system());
        transport.provision(DEAD, new Topology(Provisioning.CREATE, Ordering.UNORDERED, StartFrom.NOW));
    }

    @AfterEach
    void disconnect() throws Exception {
        transport.close();
    }

    private static String endpoint() {
        return "http://" + BROKER.getHost() + ":" + BROKER.getMappedPort(INSIDE);
    }

    @Test
    void batchesOfAllSizesArriveAsTheyWere() throws Exception {
        Random random = new Random(3);
        List<WireMessage> messages = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            // Ten of the largest do not fit into one batch.
            byte[] body = new byte[i < 12 ? 190_000 : i];
            random.nextBytes(body);
            messages.add(new WireMessage(
                    body, "key", Headers.ofPairs(WireHeaders.ID, "id-" + i, "empty", "", "odd", "\u0000\uFFFF😅")));
        }
        assertThat(send(DEAD, messages)).containsOnly("confirmed");
        Map<String, WireMessage> received = new LinkedHashMap<>();
        Receiver receiver = open(DEAD, Ordering.UNORDERED, Duration.ofSeconds(30));
        List<WireDelivery> deliveries = take(receiver, messages.size());
        deliveries.forEach(each -> received.put(each.message().headers().get(WireHeaders.ID), each.message()));
        for (WireMessage sent : messages) {
            WireMessage got = received.get(sent.headers().get(WireHeaders.ID));
            assertThat(got.body()).isEqualTo(sent.body());
            assertThat(got.key()).isEqualTo("key");
            assertThat(got.headers().asMap()).isEqualTo(sent.headers().asMap());
        }
        receiver.accept(deliveries);
        receiver.close();
        assertThat(left()).isZero();
    }

    @Test
    void whatIsTooLargeIsRefusedAndItsNeighboursAreNot() throws Exception {
        WireMessage small = new WireMessage(new byte[] {65}, null, Headers.ofPairs(WireHeaders.ID, "small"));
        WireMessage large = new WireMessage(new byte[200_000], null, Headers.ofPairs(WireHeaders.ID, "large"));
        assertThat(send(DEAD, List.of(small, large, small))).containsExactly("confirmed", "TOO_LARGE", "confirmed");
        Receiver receiver = open(DEAD, Ordering.UNORDERED, Duration.ofSeconds(30));
        receiver.accept(take(receiver, 2));
        receiver.close();
        assertThat(left()).isZero();
    }

    @Test
    void whatIsReleasedComesAgainAfterTheDelayAndIsCounted() throws Exception {
        send(DEAD, List.of(new WireMessage(new byte[] {65}, null, Headers.ofPairs(WireHeaders.ID, "1"))));
        Receiver receiver = open(DEAD, Ordering.UNORDERED, Duration.ofSeconds(30));
        List<WireDelivery> first = take(receiver, 1);
        assertThat(first.get(0).deliveryCount()).isEqualTo(1);
        long began = System.nanoTime();
        receiver.release(first, Duration.ofMillis(1_200));
        List<WireDelivery> second = take(receiver, 1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_200));
        assertThat(second.get(0).deliveryCount()).isEqualTo(2);
        receiver.accept(second);
        receiver.close();
        assertThat(left()).isZero();
    }

    @Test
    void aGroupKeepsItsOrderAlsoWhenItIsGivenBack() throws Exception {
        try (SqsAsyncClient sqs = client()) {
            sqs.createQueue(request -> request.queueName("orders--billing.fifo")
                            .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
                    .join();
        }
        List<WireMessage> messages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            messages.add(new WireMessage(
                    new byte[] {(byte) ('A' + i)}, "key " + i % 3, Headers.ofPairs(WireHeaders.ID, "same")));
        }
        assertThat(send(INBOX, messages)).containsOnly("confirmed");
        Receiver leaving = open(INBOX, Ordering.PER_KEY, Duration.ofSeconds(30));
        List<WireDelivery> some = take(leaving, 4);
        leaving.giveBack(some);
        leaving.close();
        Receiver receiver = open(INBOX, Ordering.PER_KEY, Duration.ofSeconds(30));
        Map<String, StringBuilder> order = new LinkedHashMap<>();
        for (int got = 0; got < messages.size(); ) {
            List<WireDelivery> next = take(receiver, 1);
            next.forEach(each -> order.computeIfAbsent(each.message().key(), key -> new StringBuilder())
                    .append(new String(each.message().body(), StandardCharsets.US_ASCII)));
            receiver.accept(next);
            got += next.size();
        }
        receiver.close();
        assertThat(order.values())
                .extracting(StringBuilder::toString)
                .containsExactlyInAnyOrder("ADGJMPSVY\\", "BEHKNQTWZ]", "CFILORUX[^");
    }

    private Receiver open(Address.Queue queue, Ordering ordering, Duration lease) throws Exception {
        return transport.open(queue, new ReceiverOptions(ordering, lease, 100, lost -> {}));
    }

    private static List<WireDelivery> take(Receiver receiver, int atLeast) throws Exception {
        List<WireDelivery> taken = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (taken.size() < atLeast && System.nanoTime() - end < 0) {
            taken.addAll(receiver.receive(100 - taken.size(), Duration.ofMillis(500)));
        }
        assertThat(taken).hasSizeGreaterThanOrEqualTo(atLeast);
        return taken;
    }

    private List<String> send(Address to, List<WireMessage> messages) throws Exception {
        String[] answers = new String[messages.size()];
        CountDownLatch all = new CountDownLatch(messages.size());
        transport.send(to, messages, Duration.ZERO, new SendListener() {
            @Override
            public void confirmed(int index) {
                answer(index, "confirmed");
            }

            @Override
            public void rejected(int index, Throwable cause) {
                ErrorCode code = transport.classify(cause);
                answer(index, code.name());
            }

            @Override
            public void unknown(int index, Throwable cause) {
                answer(index, "unknown: " + cause);
            }

            private void answer(int index, String answer) {
                answers[index] = answer;
                all.countDown();
            }
        });
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        return List.of(answers);
    }

    private static SqsAsyncClient client() {
        return SqsAsyncClient.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.of(StandInServer.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .build();
    }

    private static long left() {
        try (SqsAsyncClient sqs = client()) {
            String url = sqs.getQueueUrl(request -> request.queueName("orders--billing--dead"))
                    .join()
                    .queueUrl();
            return sqs
                    .getQueueAttributes(request -> request.queueUrl(url)
                            .attributeNames(
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                    .join()
                    .attributes()
                    .values()
                    .stream()
                    .mapToLong(Long::parseLong)
                    .sum();
        }
    }
}
