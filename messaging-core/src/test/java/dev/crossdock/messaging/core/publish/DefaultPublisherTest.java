package dev.crossdock.messaging.core.publish;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.MessagingObserver;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.core.Events;
import dev.crossdock.messaging.core.Failures;
import dev.crossdock.messaging.core.HandDrivenTime;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.core.WireTime;
import dev.crossdock.messaging.core.config.EngineSettings;
import dev.crossdock.messaging.core.retry.DelayLadder;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefaultPublisherTest {
    private static final Address TOPIC = new Address.Topic("orders");

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();
    private final List<MessagingEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final Sender sender = Sender.patient(
            transport,
            time,
            new Failures(transport),
            new DelayLadder(transport.capabilities()),
            new EngineSettings(
                    "shelf", Duration.ZERO, Provisioning.CREATE, ofSeconds(30), 1_000, ofSeconds(30), "memory"));
    private final Publisher<String> publisher = publisher(Codec.utf8());

    private <T> Publisher<T> publisher(Codec<T> codec) {
        List<MessagingObserver> observers = List.of(events::add);
        return new DefaultPublisher<>(
                Topic.of("orders", codec), sender, new Events(observers, time), new WireTime(time));
    }

    private static Codec<String> encodingBy(Encoding encoding) {
        return new Codec<>() {
            @Override
            public String contentType() {
                return "text/odd";
            }

            @Override
            public byte[] encode(String body) throws Exception {
                return encoding.encode(body);
            }

            @Override
            public String decode(byte[] bytes, Headers headers) {
                throw new AssertionError("nothing is decoded here");
            }
        };
    }

    private interface Encoding {
        byte[] encode(String body) throws Exception;
    }

    @SuppressWarnings("InfiniteRecursion") // as over a cyclic object
    private static byte[] endless(String body) {
        return endless(body + "x");
    }

    @Nested
    class WhenAMessageIsPublished {
        @Test
        void itTravelsWithItsPapers() {
            publisher.publish(
                    Message.of("grün").withId("order-1").withKey("customer-7").withHeader("note", "x"));
            WireMessage wire = transport.on(TOPIC).get(0);
            assertThat(wire.body()).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
            assertThat(wire.key()).isEqualTo("customer-7");
            assertThat(wire.headers())
                    .isEqualTo(Headers.ofPairs(
                            WireHeaders.ID,
                            "order-1",
                            WireHeaders.PUBLISHED_AT,
                            "2026-01-01T00:00:00.000Z",
                            WireHeaders.CONTENT_TYPE,
                            "text/plain; charset=utf-8",
                            "note",
                            "x"));
            assertThat(events).containsExactly(new MessagingEvent.Published("orders", "order-1"));
        }

        @Test
        void publishingItAgainKeepsItsId() {
            Message<String> message = Message.of("x");
            publisher.publish(message);
            publisher.publish(message);
            assertThat(transport.on(TOPIC))
                    .extracting(wire -> wire.headers().get(WireHeaders.ID))
                    .containsExactly(message.id(), message.id());
        }

        @Test
        void aDelayedOneGoesTheSendersWay() {
            publisher.publish(Message.of("x").withDelay(ofHours(1)));
            assertThat(transport.sent.get(0).delay()).isEqualTo(ofHours(1));
        }
    }

    @Nested
    class WhenItIsRefusedHere {
        private void refuses(Publisher<String> refusing, Message<String> message, String text) {
            assertThatThrownBy(() -> refusing.publish(message))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining(text);
            assertThat(transport.sent).isEmpty();
            assertThat(events).hasSize(1).first().isInstanceOf(MessagingEvent.PublishFailed.class);
        }

        @Test
        void becauseOfAHeader() {
            refuses(publisher, Message.of("x").withHeader("Foo", "1"), "'Foo'");
        }

        @Test
        void becauseOfItsKey() {
            refuses(publisher, Message.of("x").withKey(""), "key");
        }

        @Test
        void becauseItsCodecThrows() {
            refuses(publisher, Message.of("\uD800"), "codec of topic 'orders'");
        }

        @Test
        void becauseItsCodecRunsOutOfStack() {
            refuses(publisher(encodingBy(DefaultPublisherTest::endless)), Message.of("x"), "could not encode");
        }

        @Test
        void becauseItsCodecGivesNothing() {
            refuses(publisher(encodingBy(body -> null)), Message.of("x"), "null");
        }

        @Test
        void asynchronouslyToo() {
            CompletableFuture<Void> stage =
                    publisher.publishAsync(Message.of("x").withKey("")).toCompletableFuture();
            assertThat(stage).isCompletedExceptionally();
            assertThat(events).hasSize(1);
        }
    }

    @Nested
    class WhenTheCodecNamesNoContentType {
        @Test
        void thereIsNoPublisher() {
            Codec<String> nameless = new Codec<>() {
                @Override
                public String contentType() {
                    return " ";
                }

                @Override
                public byte[] encode(String body) {
                    return new byte[0];
                }

                @Override
                public String decode(byte[] bytes, Headers headers) {
                    return "";
                }
            };
            assertThatThrownBy(() -> publisher(nameless)).hasMessageContaining("content type");
        }
    }

    @Nested
    class WhenThePublishingThreadIsInterrupted {
        @Test
        void itSaysSoAndKeepsTheFlagAndTheEventComesWithTheAnswer() throws Exception {
            transport.answersAtOnce = false;
            boolean[] flag = new boolean[1];
            CountDownLatch sent = new CountDownLatch(1);
            transport.onSend = message -> sent.countDown();
            FutureTask<MessagingException> task = new FutureTask<>(() -> {
                try {
                    publisher.publish("x");
                    return null;
                } catch (MessagingException e) {
                    flag[0] = Thread.currentThread().isInterrupted();
                    return e;
                }
            });
            Thread thread = new Thread(task, "publisher");
            thread.start();
            assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
            thread.interrupt();
            assertThat(task.get(20, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(flag[0]).isTrue();
            assertThat(events).isEmpty();
            transport.sent.get(0).confirm();
            assertThat(events).hasSize(1).first().isInstanceOf(MessagingEvent.Published.class);
        }
    }

    @Nested
    class WhenManyArePublished {
        private List<Message<String>> batch(int size) {
            List<Message<String>> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(Message.of("body-" + i).withId("id-" + i));
            }
            return batch;
        }

        @Test
        void eachHasItsResultAndTheBadOnesHarmNobody() {
            List<Message<String>> batch = batch(3_000);
            batch.set(0, batch.get(0).withKey(""));
            batch.set(1_024, batch.get(1_024).withHeader("Foo", "1"));
            batch.set(1_500, batch.get(1_500).withDelay(ofHours(1)));
            batch.set(2_999, Message.of("\uD800").withId("id-2999"));
            transport.size = wire -> "id-77".equals(wire.headers().get(WireHeaders.ID)) ? 2_000_000 : 1;
            List<PublishResult> results = publisher.publishAll(batch);
            assertThat(results).hasSize(3_000);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).messageId()).isEqualTo("id-" + i);
                boolean bad = i == 0 || i == 77 || i == 1_024 || i == 2_999;
                assertThat(results.get(i).isConfirmed()).as("message %s", i).isEqualTo(!bad);
            }
            assertThat(((PublishResult.Rejected) results.get(77)).error().code())
                    .isEqualTo(ErrorCode.TOO_LARGE);
            assertThat(((PublishResult.Rejected) results.get(0)).error().code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(transport.on(TOPIC)).hasSize(2_996);
            assertThat(events).hasSize(3_000);
            assertThat(events)
                    .filteredOn(MessagingEvent.PublishFailed.class::isInstance)
                    .hasSize(4);
        }

        @Test
        void theyShareFewCallsOfTheTransport() {
            publisher.publishAll(batch(1_000));
            assertThat(transport.callSizes).containsExactly(1_000);
        }

        @Test
        void noneIsFineToo() {
            assertThat(publisher.publishAll(List.of())).isEmpty();
        }

        @Test
        void whatHasNoAnswerInTimeIsUnknown() throws Exception {
            transport.answersAtOnce = false;
            FutureTask<List<PublishResult>> task = new FutureTask<>(() -> publisher.publishAll(batch(3)));
            new Thread(task, "publisher").start();
            time.awaitAlarms(1);
            transport.sent.get(1).confirm();
            time.pass(ofSeconds(30));
            List<PublishResult> results = task.get(20, TimeUnit.SECONDS);
            assertThat(results.get(0)).isInstanceOf(PublishResult.Unknown.class);
            assertThat(results.get(1)).isInstanceOf(PublishResult.Confirmed.class);
            assertThat(results.get(2)).isInstanceOf(PublishResult.Unknown.class);
            assertThat(events).hasSize(3);
        }

        @Test
        void anInterruptAfterTheSendLeavesUnknownResultsAndTheFlag() throws Exception {
            transport.answersAtOnce = false;
            boolean[] flag = new boolean[1];
            FutureTask<List<PublishResult>> task = new FutureTask<>(() -> {
                List<PublishResult> results = publisher.publishAll(batch(3));
                flag[0] = Thread.currentThread().isInterrupted();
                return results;
            });
            Thread thread = new Thread(task, "publisher");
            thread.start();
            time.awaitAlarms(1);
            thread.interrupt();
            assertThat(task.get(20, TimeUnit.SECONDS)).hasSize(3).allMatch(PublishResult.Unknown.class::isInstance);
            assertThat(flag[0]).isTrue();
            transport.sent.get(0).confirm();
            assertThat(events).hasSize(3);
        }

        @Test
        void anInterruptBeforehandMeansThatNothingIsSent() {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> publisher.publishAll(batch(3)))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(transport.sent).isEmpty();
            assertThat(events).hasSize(3);
        }

        @Test
        void afterTheCloseNothingIsSent() {
            sender.close();
            assertThatThrownBy(() -> publisher.publishAll(batch(3)))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
            assertThatThrownBy(() -> publisher.publish("x"))
                    .isInstanceOfSatisfying(
                            MessagingException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
            assertThat(events).hasSize(4);
        }
    }

    @Test
    void messagesOfOneMillisecondShareTheirDate() {
        publisher.publish("a");
        publisher.publish("b");
        time.pass(Duration.ofMillis(1));
        publisher.publish("c");
        List<String> dates = transport.on(TOPIC).stream()
                .map(wire -> wire.headers().get(WireHeaders.PUBLISHED_AT))
                .toList();
        assertThat(dates.get(0)).isSameAs(dates.get(1));
        assertThat(dates.get(2)).isEqualTo("2026-01-01T00:00:00.001Z");
    }
}
