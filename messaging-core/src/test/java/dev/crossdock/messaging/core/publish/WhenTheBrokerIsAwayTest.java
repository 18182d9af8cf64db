package dev.crossdock.messaging.core.publish;

import static dev.crossdock.messaging.core.publish.Ended.failure;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Failures;
import dev.crossdock.messaging.core.HandDrivenTime;
import dev.crossdock.messaging.core.ShelfTransport;
import dev.crossdock.messaging.core.ShelfTransport.Sent;
import dev.crossdock.messaging.core.config.EngineSettings;
import dev.crossdock.messaging.core.retry.DelayLadder;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology.Provisioning;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WhenTheBrokerIsAwayTest {
    private static final Address TOPIC = new Address.Topic("orders");
    private static final Duration LONG = ofSeconds(60);

    private final ShelfTransport transport = new ShelfTransport();
    private volatile boolean away = true;

    private Sender patient() {
        return patient(TimeSource.system(), LONG, 10_000);
    }

    private Sender patient(TimeSource time, Duration timeout, int maxInFlight) {
        transport.answersAtOnce = false;
        transport.onSend = this::answer;
        return Sender.patient(
                transport,
                time,
                new Failures(transport),
                new DelayLadder(transport.capabilities()),
                settings(timeout, maxInFlight));
    }

    private static EngineSettings settings(Duration timeout, int maxInFlight) {
        return new EngineSettings("shelf", Duration.ZERO, Provisioning.CREATE, timeout, maxInFlight, timeout, "memory");
    }

    private void answer(Sent sent) {
        if (away) {
            sent.listener().rejected(sent.index(), new ConnectException("nobody there"));
        } else {
            transport.put(sent.to(), sent.message());
            sent.confirm();
        }
    }

    private static WireMessage message(String id, String key) {
        return new WireMessage(new byte[] {1}, key, Headers.ofPairs(WireHeaders.ID, id));
    }

    private List<String> stored(Address address) {
        return transport.on(address).stream()
                .map(message -> message.headers().get(WireHeaders.ID))
                .toList();
    }

    @Test
    void whatIsPublishedWaitsAndIsStoredInOrderWhenTheBrokerComesBack() throws Exception {
        Sender sender = patient();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            ids.add("m" + i);
            all.add(sender.send(TOPIC, message("m" + i, "key " + i % 3)));
        }
        assertThat(all).noneMatch(CompletableFuture::isDone);
        away = false;
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(stored(TOPIC)).isEqualTo(ids);
    }

    @Test
    void whatWaitedInVainIsRejectedAndNeverStored() throws Exception {
        HandDrivenTime time = new HandDrivenTime();
        Sender sender = patient(time, ofMillis(120), 10);
        CompletableFuture<Void> late = sender.send(TOPIC, message("late", "key"));
        time.pass(ofMillis(50));
        // It was tried again by another thread, and will be later: that, and the end of its time, are what is to come.
        time.awaitAlarms(2);
        assertThat(transport.sent).hasSize(2);
        assertThat(late).isNotDone();
        time.pass(ofMillis(70));
        MessagingException failure = failure(late);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("not stored").hasRootCauseInstanceOf(ConnectException.class);
        away = false;
        // What is published now comes behind whatever would still be waiting.
        CompletableFuture<Void> next = sender.send(TOPIC, message("next", "key"));
        time.pass(ofMillis(100));
        next.get(20, TimeUnit.SECONDS);
        assertThat(stored(TOPIC)).containsExactly("next");
    }

    @Test
    void whatIsRefusedForAnotherReasonDoesNotWait() throws Exception {
        Sender sender = patient();
        transport.maxBytes = 0;
        assertThat(failure(sender.send(TOPIC, message("large", null))).code()).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void whatTheEngineHandsOverIsToldAtOnce() throws Exception {
        transport.answersAtOnce = false;
        transport.onSend = this::answer;
        Sender brisk = Sender.brisk(
                transport,
                TimeSource.system(),
                new Failures(transport),
                new DelayLadder(transport.capabilities()),
                settings(LONG, 10));
        assertThat(brisk.send(TOPIC, message("retry", null))).isCompletedExceptionally();
    }

    @Test
    void theBoundOfWhatIsUnderWayHoldsForWhatWaits() throws Exception {
        HandDrivenTime time = new HandDrivenTime();
        Sender sender = patient(time, LONG, 2);
        CompletableFuture<Void> first = sender.send(TOPIC, message("1", null));
        CompletableFuture<Void> second = sender.send(TOPIC, message("2", null));
        FutureTask<CompletableFuture<Void>> third = new FutureTask<>(() -> sender.send(TOPIC, message("3", null)));
        new Thread(third).start();
        // The next attempt, the end of the time, and the one who waits for room.
        time.awaitAlarms(3);
        assertThat(third.isDone()).isFalse();
        away = false;
        time.pass(ofMillis(50));
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
        third.get(20, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS);
        assertThat(stored(TOPIC)).containsExactly("1", "2", "3");
    }

    @Test
    void moreThanThereIsRoomForEndsInTimeThoughItsPartsWaitOneAfterTheOther() throws Exception {
        Sender sender = patient(TimeSource.system(), ofMillis(300), 10);
        List<WireMessage> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.add(message("m" + i, "key"));
        }
        CountDownLatch ended = new CountDownLatch(100);
        Thread publishing = new Thread(() -> sender.sendAll(TOPIC, messages, new SendListener() {
            @Override
            public void confirmed(int index) {}

            @Override
            public void rejected(int index, Throwable cause) {
                ended.countDown();
            }

            @Override
            public void unknown(int index, Throwable cause) {
                // It was being tried again when its time was over.
                ended.countDown();
            }
        }));
        publishing.start();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        publishing.join(20_000);
        assertThat(publishing.isAlive()).isFalse();
        assertThat(transport.on(TOPIC)).isEmpty();
    }

    @Test
    void whatWaitsWhenTheConnectionIsClosedIsRejected() throws Exception {
        Sender sender = patient(new HandDrivenTime(), LONG, 10);
        CompletableFuture<Void> waiting = sender.send(TOPIC, message("1", null));
        sender.close();
        assertThat(sender.awaitAnswers(Duration.ZERO)).isFalse();
        sender.giveUp();
        assertThat(failure(waiting).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(sender.awaitAnswers(Duration.ZERO)).isTrue();
    }

    @Test
    void whatALaterMessageOfItsKeyHasOvertakenIsRejected() throws Exception {
        Sender sender = patient();
        List<Sent> onTheWay = new ArrayList<>();
        transport.onSend = sent -> {
            synchronized (onTheWay) {
                onTheWay.add(sent);
            }
        };
        CompletableFuture<Void> older = sender.send(TOPIC, message("older", "key"));
        CompletableFuture<Void> other = sender.send(TOPIC, message("other", "another key"));
        CompletableFuture<Void> newer = sender.send(TOPIC, message("newer", "key"));
        away = false;
        transport.onSend = this::answer;
        for (Sent first : onTheWay.subList(0, 2)) {
            first.listener().rejected(first.index(), new ConnectException("nobody there"));
        }
        answer(onTheWay.get(2));
        assertThat(failure(older).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        newer.get(20, TimeUnit.SECONDS);
        other.get(20, TimeUnit.SECONDS);
        assertThat(stored(TOPIC)).containsExactly("newer", "other");
    }

    @Test
    void nothingIsSentAgainBeforeWhatWasOnItsWayIsAnswered() throws Exception {
        Sender sender = patient();
        List<Sent> onTheWay = new ArrayList<>();
        transport.onSend = onTheWay::add;
        CompletableFuture<Void> slow = sender.send(TOPIC, message("slow", "key"));
        away = false;
        CountDownLatch asked = new CountDownLatch(1);
        transport.onSend = sent -> {
            sent.listener().rejected(sent.index(), new ConnectException("nobody there"));
            asked.countDown();
        };
        CompletableFuture<Void> waiting = sender.send(TOPIC, message("waiting", "key"));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        List<String> order = new ArrayList<>();
        transport.onSend = sent -> {
            synchronized (order) {
                order.add("again");
            }
            answer(sent);
        };
        // Long enough for several attempts, if there were any.
        assertThat(sender.awaitAnswers(ofMillis(300))).isFalse();
        synchronized (order) {
            order.add("answer");
        }
        answer(onTheWay.get(0));
        slow.get(20, TimeUnit.SECONDS);
        waiting.get(20, TimeUnit.SECONDS);
        assertThat(order).containsExactly("answer", "again");
        assertThat(stored(TOPIC)).containsExactly("slow", "waiting");
    }

    @Test
    void aLaneThatCannotBeMadeIsMadeWhenTheBrokerIsBack() throws Exception {
        transport.maxSendDelay = Duration.ZERO;
        transport.maxLaneDelay = Duration.ofDays(1);
        Sender sender = patient();
        Address.DelayLane lane = (Address.DelayLane) new DelayLadder(transport.capabilities())
                .firstHop(TOPIC, ofSeconds(10))
                .to();
        transport.refusals.put(lane, new ConnectException("nobody there"));
        CompletableFuture<Void> waiting = sender.sendLater(TOPIC, message("later", null), ofSeconds(10));
        assertThat(waiting).isNotDone();
        away = false;
        synchronized (transport) {
            transport.refusals.clear();
        }
        waiting.get(20, TimeUnit.SECONDS);
        assertThat(stored(lane)).containsExactly("later");
    }

    @RepeatedTest(5)
    void fourThreadsKeepTheOrderOfTheirKeysThroughManyAbsences(RepetitionInfo run) throws Exception {
        Sender sender = patient(TimeSource.system(), LONG, 200);
        CountDownLatch done = new CountDownLatch(4);
        List<List<CompletableFuture<Void>>> sent = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            List<CompletableFuture<Void>> mine = new ArrayList<>();
            sent.add(mine);
            String key = "key " + thread;
            new Thread(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            mine.add(sender.send(TOPIC, message(key + "/" + i, key)));
                        }
                        done.countDown();
                    })
                    .start();
        }
        Random random = new Random(run.getCurrentRepetition());
        while (!done.await(random.nextInt(20), TimeUnit.MILLISECONDS)) {
            away = !away;
        }
        away = false;
        for (int thread = 0; thread < 4; thread++) {
            List<Integer> confirmed = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                // Of a slice that is cut by an absence, what others of its key have overtaken is refused.
                if (isStored(sent.get(thread).get(i))) {
                    confirmed.add(i);
                }
            }
            String key = "key " + thread + "/";
            List<Integer> numbers = stored(TOPIC).stream()
                    .filter(id -> id.startsWith(key))
                    .map(id -> Integer.parseInt(id.substring(key.length())))
                    .toList();
            assertThat(numbers).isEqualTo(confirmed);
        }
    }

    private static boolean isStored(CompletableFuture<Void> publish) throws Exception {
        try {
            publish.get(60, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            assertThat(e).cause().hasMessageContaining("a later message of its key");
            return false;
        }
    }
}
