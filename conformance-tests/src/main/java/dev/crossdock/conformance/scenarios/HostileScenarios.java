package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** J. What nobody should send is handled as what it is, or is a dead letter as it came. */
final class HostileScenarios implements Section {
    private static final String GROUP = "group";
    private static final String GOOD = "good ";
    private static final int MESSAGES = 1_000;
    private static final int MESSAGES_OF_A_FULL_RUN = 100_000;

    // Each with a topic of its own: a witness looks at all dead letters of one at once.
    private static final int ROUND = 5_000;
    private static final int BATCH = 100;

    // Nothing here is about leases, and a machine at its limits is not to make it so.
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int GOOD_PER_BATCH = 10;
    private static final Duration PER_MESSAGE = Duration.ofMillis(10);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of("J08", this::hostileMessages);
    }

    private void hostileMessages(Stage stage) throws Exception {
        // So many that nothing may go over all that has happened again and again: what is waited for is counted here.
        AtomicInteger dead = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        Program program = stage.program(config -> config.withObserver(event -> {
            if (event instanceof MessagingEvent.DeadLettered) {
                dead.incrementAndGet();
            } else if (event instanceof MessagingEvent.LeaseLost) {
                lost.incrementAndGet();
            }
        }));
        HostileMail mail = new HostileMail(stage.random(), stage.witness()::foreignBody);
        stage.claims().shared(HostileMail.NO_ID);
        int messages = stage.full() ? MESSAGES_OF_A_FULL_RUN : MESSAGES;
        for (int left = messages; left > 0; left -= ROUND) {
            dead.set(0);
            new Round(stage, program, mail, dead, lost).play(Math.min(left, ROUND));
        }
    }

    /** Some of them, and good ones in between. */
    private static final class Round {
        private final Stage stage;
        private final Program program;
        private final HostileMail mail;
        private final AtomicInteger dead;
        private final AtomicInteger lost;
        private final Topic<byte[]> topic;
        private final Sealed codec = new Sealed();
        private final Map<String, Integer> mayBeHandled = new HashMap<>();
        private final Map<String, Integer> mustDie = new HashMap<>();
        private final Set<String> ended = new HashSet<>();
        private final Set<String> handledGood = ConcurrentHashMap.newKeySet();
        private final Queue<Delivery<byte[]>> handled = new ConcurrentLinkedQueue<>();

        Round(Stage stage, Program program, HostileMail mail, AtomicInteger dead, AtomicInteger lost) {
            this.stage = stage;
            this.program = program;
            this.mail = mail;
            this.dead = dead;
            this.lost = lost;
            this.topic = Topic.of(stage.name("sealed"), codec);
        }

        void play(int messages) throws Exception {
            stage.claims().attemptsNotJudged(topic.name() + " → " + GROUP);
            Consumer consumer = program.consume(topic, GROUP)
                    .concurrency(4)
                    .with(builder -> builder.prefetch(256)
                            .lease(LEASE)
                            .retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(10)))
                    .handle(this::handle);
            int good = publish(messages);
            stage.await(
                    "lost",
                    good + " good and " + messages + " hostile messages to end",
                    () -> handledGood.size() == good && handled.size() + dead.get() >= messages,
                    stage.timings().patience().plus(PER_MESSAGE.multipliedBy(messages)));
            stage.quiet();
            stage.checkEqual(Consumer.State.RUNNING, consumer.state(), "state", "the consumer's state");
            consumer.close();
            stage.checkEqual(
                    0L, stage.witness().depth(new Address.Inbox(topic.name(), GROUP)), "left", "messages left");
            judge();
        }

        private void handle(Delivery<byte[]> delivery) {
            String text = text(delivery.body());
            if (text.startsWith(GOOD)) {
                handledGood.add(text);
            } else {
                stage.claims().foreign(delivery.id());
                handled.add(delivery);
            }
        }

        private int publish(int messages) {
            int good = 0;
            for (int from = 0; from < messages; from += BATCH) {
                List<ForeignMessage> batch = new ArrayList<>();
                for (int i = from; i < Math.min(messages, from + BATCH); i++) {
                    HostileMail.Letter letter = mail.next();
                    batch.add(letter.message());
                    (letter.mustDie() ? mustDie : mayBeHandled)
                            .merge(text(letter.message().body()), 1, Integer::sum);
                }
                stage.witness().publishHostile(topic.name(), batch);
                List<Message<byte[]>> between = new ArrayList<>();
                for (int i = 0; i < GOOD_PER_BATCH; i++) {
                    between.add(Message.of((GOOD + good++).getBytes(StandardCharsets.UTF_8))
                            .withKey("k" + i)
                            .withHeader("n", "number " + i));
                }
                program.publishAll(topic, between);
            }
            return good;
        }

        private void judge() {
            int hostileHandled = handled.size();
            for (Delivery<byte[]> delivery : handled) {
                byte[] body = codec.encode(delivery.body());
                stage.check(
                        takeOff(mayBeHandled, body) || cameAgain(body),
                        "other",
                        "a handler got " + text(body) + ", which nobody sent so or which is damaged; "
                                + delivery.envelope().asMap());
            }
            List<WireMessage> letters = stage.witness().peek(new Address.DeadLetters(topic.name(), GROUP));
            for (WireMessage letter : letters) {
                stage.check(
                        takeOff(mustDie, letter.body())
                                || takeOff(mayBeHandled, letter.body())
                                || cameAgain(letter.body()),
                        "bytes",
                        "a dead letter has the bytes " + text(letter.body())
                                + ", which nobody sent or which have ended");
                stage.check(
                        letter.headers().contains(WireHeaders.DLQ_REASON),
                        "reason",
                        "a dead letter does not say why: " + letter.headers());
            }
            checkEnded(mustDie);
            checkEnded(mayBeHandled);
            stage.check(
                    hostileHandled > 0 && !letters.isEmpty(),
                    "vacuous",
                    hostileHandled + " were handled and " + letters.size() + " died");
        }

        private void checkEnded(Map<String, Integer> rest) {
            stage.check(
                    rest.isEmpty(),
                    "ended",
                    rest.size() + " hostile messages are neither handled nor dead: "
                            + rest.keySet().stream().limit(3).toList());
        }

        /** The bytes one by one. */
        private static String text(byte[] body) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        private boolean takeOff(Map<String, Integer> sent, byte[] body) {
            String text = text(body);
            boolean there = sent.containsKey(text);
            sent.computeIfPresent(text, (same, left) -> left == 1 ? null : left - 1);
            if (there) {
                ended.add(text);
            }
            return there;
        }

        // Of what the broker has taken back and delivered anew, the history says whether that explains it.
        private boolean cameAgain(byte[] body) {
            return lost.get() > 0 && ended.contains(text(body));
        }
    }
}
