package dev.crossdock.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireDelivery;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The transport and the SDK as they are, with an SQS that does what a test says. */
@Timeout(60)
class WhenSqsStumblesTest {
    private static final String RECEIVE = "ReceiveMessage";
    private static final String DELETE = "DeleteMessageBatch";
    private static final String CHANGE = "ChangeMessageVisibilityBatch";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Address.DeadLetters DEAD = new Address.DeadLetters("orders", "billing");

    // Whoever closes the last client waits two seconds for the threads that all of them share.
    private static Clients last;

    private final BlockingQueue<WireDelivery> lost = new LinkedBlockingQueue<>();
    private LoopbackSqs sqs;
    private Transport transport;

    @BeforeAll
    static void openLast() throws Exception {
        try (LoopbackSqs any = new LoopbackSqs()) {
            last = Clients.open(SqsConfig.read(any.settings()));
            assertThat(last.await(last.sqs().listQueues()).queueUrls()).isEmpty();
        }
    }

    @AfterAll
    static void closeLast() {
        last.close();
    }

    @BeforeEach
    void connect() throws Exception {
        sqs = new LoopbackSqs();
        transport = sqs.connect("max-connections", "8");
    }

    @AfterEach
    void disconnect() throws Exception {
        transport.close();
        sqs.close();
    }

    private Receiver open(Duration lease) throws Exception {
        return transport.open(DEAD, new ReceiverOptions(Ordering.UNORDERED, lease, 10, lost::add));
    }

    private List<WireDelivery> take(Receiver receiver, String body) throws Exception {
        sqs.messages.add(body);
        List<WireDelivery> taken = List.of();
        while (taken.isEmpty()) {
            taken = receiver.receive(1, Duration.ofSeconds(1));
        }
        return taken;
    }

    private String outcomeOfSending() throws Exception {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        WireMessage message = new WireMessage(new byte[] {'x'}, null, Headers.ofPairs(WireHeaders.ID, "1"));
        transport.send(DEAD, List.of(message), Duration.ZERO, new SendListener() {
            @Override
            public void confirmed(int index) {
                outcome.add("confirmed");
            }

            @Override
            public void rejected(int index, Throwable cause) {
                outcome.add("rejected");
            }

            @Override
            public void unknown(int index, Throwable cause) {
                outcome.add("unknown");
            }
        });
        return String.valueOf(outcome.poll(20, TimeUnit.SECONDS));
    }

    private static String failed(boolean senderFault) {
        return "{\"Failed\":[{\"Id\":\"0\",\"Code\":\"x\",\"SenderFault\":" + senderFault + "}]}";
    }

    private static String timeout(JsonNode change) {
        JsonNode entry = change.field("Entries").orElseThrow().asArray().get(0);
        return entry.field("VisibilityTimeout").orElseThrow().asNumber();
    }

    @Nested
    class WhenMessagesAreAskedFor {
        @Test
        void aFailureThatPassesIsNotTold() throws Exception {
            Receiver receiver = open(LEASE);
            // The SDK tries three times before it says that a request has failed.
            sqs.answerNext(RECEIVE, Collections.nCopies(6, LoopbackSqs.TROUBLE).toArray(String[]::new));
            assertThat(take(receiver, "a")).hasSize(1);
            assertThat(sqs.requests(RECEIVE)).hasSizeGreaterThanOrEqualTo(8);
            assertThat(lost).isEmpty();
        }

        @Test
        void oneThatLastsForALeaseIsToldAndTheLoansWithIt() throws Exception {
            Receiver receiver = open(Duration.ofSeconds(1));
            List<WireDelivery> taken = take(receiver, "a");
            sqs.answer(RECEIVE, request -> LoopbackSqs.TROUBLE);
            assertThatThrownBy(() -> {
                        while (true) {
                            receiver.renew(taken);
                            receiver.receive(1, Duration.ofSeconds(1));
                        }
                    })
                    .satisfies(e -> assertThat(transport.classify(e)).isEqualTo(ErrorCode.UNAVAILABLE));
            assertThat(lost).containsExactlyElementsOf(taken);
        }

        @Test
        void oneThatWillNotPassIsToldAtOnce() throws Exception {
            Receiver receiver = open(LEASE);
            sqs.answer(RECEIVE, request -> LoopbackSqs.MISSING);
            assertThatThrownBy(() -> {
                        while (true) {
                            receiver.receive(1, Duration.ofSeconds(1));
                        }
                    })
                    .satisfies(e -> assertThat(transport.classify(e)).isEqualTo(ErrorCode.NOT_FOUND));
        }

        @Test
        void thatADeletionIsAnsweredWakesNobody() throws Exception {
            Receiver receiver = open(LEASE);
            receiver.accept(take(receiver, "a"));
            long began = System.nanoTime();
            Duration wait = Duration.ofMillis(700);
            assertThat(receiver.receive(1, wait)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(wait);
            assertThat(sqs.requests(DELETE)).hasSize(1);
        }

        @Test
        void othersDoNotWaitForConnections() throws Exception {
            CountDownLatch polled = new CountDownLatch(9);
            CountDownLatch end = new CountDownLatch(1);
            List<Receiver> receivers = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                receivers.add(open(LEASE));
            }
            sqs.answer(RECEIVE, request -> {
                polled.countDown();
                await(end);
                return "{}";
            });
            for (Receiver receiver : receivers) {
                receiver.receive(1, Duration.ZERO);
            }
            await(polled);
            sqs.answer("SendMessageBatch", request -> "{}");
            assertThat(outcomeOfSending()).isEqualTo("unknown");
            end.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class WhenMessagesAreSettled {
        @Test
        void aReleaseWaitsForTheAnswerOfARenewal() throws Exception {
            Receiver receiver = open(LEASE);
            List<WireDelivery> taken = take(receiver, "a");
            CountDownLatch renewing = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            sqs.answer(CHANGE, request -> {
                renewing.countDown();
                WhenMessagesAreAskedFor.await(answer);
                return LoopbackSqs.allDone(request);
            });
            receiver.renew(taken);
            WhenMessagesAreAskedFor.await(renewing);
            receiver.release(taken, Duration.ofMinutes(30));
            receiver.receive(0, Duration.ofMillis(200));
            assertThat(sqs.requests(CHANGE)).hasSize(1);
            answer.countDown();
            receiver.close();
            assertThat(sqs.requests(CHANGE))
                    .extracting(WhenSqsStumblesTest::timeout)
                    .containsExactly("30", "1800");
            assertThat(lost).isEmpty();
        }

        @Test
        void aReleaseThatFailsIsRepeated() throws Exception {
            Receiver receiver = open(LEASE);
            List<WireDelivery> taken = take(receiver, "a");
            sqs.answerNext(CHANGE, failed(false), "{}");
            receiver.release(taken, Duration.ofMinutes(30));
            receiver.close();
            assertThat(sqs.requests(CHANGE))
                    .extracting(WhenSqsStumblesTest::timeout)
                    .containsExactly("1800", "1800", "1800");
            assertThat(lost).isEmpty();
        }

        @Test
        void oneThatFailsThreeTimesIsTold() throws Exception {
            Receiver receiver = open(LEASE);
            List<WireDelivery> taken = take(receiver, "a");
            sqs.answer(CHANGE, request -> failed(true));
            receiver.release(taken, Duration.ofMinutes(30));
            assertThat(lost.poll(20, TimeUnit.SECONDS)).isSameAs(taken.get(0));
            assertThat(sqs.requests(CHANGE)).hasSize(3);
        }

        @Test
        void whatNoAnswerCallsDeletedIsTriedThreeTimesAndTold() throws Exception {
            Receiver receiver = open(LEASE);
            List<WireDelivery> taken = take(receiver, "a");
            sqs.answer(DELETE, request -> "{}");
            receiver.accept(taken);
            receiver.receive(0, Duration.ZERO);
            assertThat(lost.poll(20, TimeUnit.SECONDS)).isSameAs(taken.get(0));
            assertThat(sqs.requests(DELETE)).hasSize(3);
        }

        @Test
        void onlyARenewalThatIsRefusedIsOne() {
            try (LoopbackSqs other = sqs) {
                Clients clients = Clients.open(SqsConfig.read(other.settings()));
                UnderWay underWay = new UnderWay(() -> {});
                Settlements settlements = new Settlements(clients, "queue", lost::add, () -> {}, underWay);
                SqsDelivery delivery = new SqsDelivery(
                        new WireMessage(new byte[0], null, Headers.empty()), "receipt", 1, "source", System.nanoTime());
                List<String> told = new ArrayList<>();
                for (String answer : List.of("{}", failed(false), failed(true))) {
                    other.answerNext(CHANGE, answer);
                    settlements.renew(List.of(delivery), 30, done -> told.add("done"), refused -> told.add("refused"));
                    underWay.await(Duration.ofSeconds(20));
                }
                clients.close();
                assertThat(told).containsExactly("refused");
                assertThat(lost).isEmpty();
            }
        }
    }

    @Test
    void aSubscriptionThatDropsMessagesIsAConflict() {
        sqs.answer(
                "ListSubscriptionsByTopic",
                request -> "<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions><member>"
                        + "<SubscriptionArn>arn:subscription</SubscriptionArn><Endpoint>arn:queue</Endpoint></member>"
                        + "</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>");
        sqs.answer(
                "GetSubscriptionAttributes",
                request -> "<GetSubscriptionAttributesResponse><GetSubscriptionAttributesResult><Attributes>"
                        + "<entry><key>RawMessageDelivery</key><value>true</value></entry>"
                        + "<entry><key>FilterPolicy</key><value>{&quot;a&quot;:[&quot;b&quot;]}</value></entry>"
                        + "</Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>");
        Clients clients = Clients.open(SqsConfig.read(sqs.settings()));
        assertThatThrownBy(() -> new Subscriptions(clients).provision("arn:topic", "arn:queue", "inbox", true))
                .hasMessageStartingWith("CONFLICT")
                .hasMessageContaining("FilterPolicy");
        clients.close();
    }

    @Test
    void anAnswerWithoutListsConfirmsNothing() throws Exception {
        sqs.answer("SendMessageBatch", request -> "{}");
        assertThat(outcomeOfSending()).isEqualTo("unknown");
    }

    @Test
    void whatWasMadeIsWaitedForUntilItCanBeUsed() throws Exception {
        sqs.answerNext("GetQueueUrl", LoopbackSqs.MISSING, LoopbackSqs.MISSING);
        sqs.answer("CreateQueue", request -> "{}");
        sqs.answer("GetQueueAttributes", request -> "{\"Attributes\":{\"QueueArn\":\"arn\"}}");
        sqs.answerNext("GetQueueAttributes", LoopbackSqs.MISSING);
        transport.provision(DEAD, new Topology(Provisioning.CREATE, Ordering.UNORDERED, StartFrom.NOW));
        sqs.answerNext(RECEIVE, LoopbackSqs.MISSING);
        Receiver receiver = open(LEASE);
        assertThat(take(receiver, "a")).hasSize(1);
        assertThat(sqs.requests("CreateQueue")).hasSize(1);
    }
}
