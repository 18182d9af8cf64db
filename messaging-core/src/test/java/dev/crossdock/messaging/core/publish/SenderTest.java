package dev.crossdock.messaging.core.publish;

import static dev.crossdock.messaging.core.publish.Ended.failure;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.MessagingException;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SenderTest {
    private static final Address TOPIC = new Address.Topic("orders");
    private static final Duration TIMEOUT = ofSeconds(30);

    private final HandDrivenTime time = new HandDrivenTime();
    private final ShelfTransport transport = new ShelfTransport();

    private Sender sender(int maxInFlight) {
        EngineSettings settings = new EngineSettings(
                "shelf", Duration.ZERO, Provisioning.CREATE, TIMEOUT, maxInFlight, TIMEOUT, "memory");
        DelayLadder ladder = new DelayLadder(transport.capabilities());
        return Sender.brisk(transport, time, new Failures(transport), ladder, settings);
    }

    private static WireMessage message(int number) {
        return new WireMessage(
                new byte[] {(byte) number}, null, Headers.ofPairs(WireHeaders.ID, Integer.toString(number)));
    }

    private static List<WireMessage> messages(int count) {
        List<WireMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(message(i));
        }
        return messages;
    }

    /** Notes what each message was told of. */
    private static final class Told implements SendListener {
        private final String[] outcomes;
        private final MessagingException[] causes;

        Told(int size) {
            outcomes = new String[size];
            causes = new MessagingException[size];
        }

        @Override
        public synchronized void confirmed(int index) {
            tell(index, "confirmed");
        }

        @Override
        public synchronized void rejected(int index, Throwable cause) {
            causes[index] = (MessagingException) cause;
            tell(index, "rejected");
        }

        @Override
        public synchronized void unknown(int index, Throwable cause) {
            causes[index] = (MessagingException) cause;
            tell(index, "unknown");
        }

        private void tell(int index, String outcome) {
            outcomes[index] = outcomes[index] == null ? outcome : outcomes[index] + ", " + outcome;
        }
    }

    @Nested
    class WhenTheAnswerComesWhileSending {
        @Test
        void noAlarmIsEverSet() {
            Sender sender = sender(10);
            for (int i = 0; i < 100; i++) {
                assertThat(sender.send(TOPIC, message(i))).isCompleted();
            }
            assertThat(transport.on(TOPIC)).hasSize(100);
            assertThat(time.alarmsEverSet()).isZero();
        }
    }

    @Nested
    class WhenNoAnswerComes {
        private final Sender sender = sender(10);
        private final CompletableFuture<Void> future;

        WhenNoAnswerComes() {
            transport.answersAtOnce = false;
            future = sender.send(TOPIC, message(1));
        }

        @Test
        void theOutcomeIsUnknownAtTheTimeoutAndNotBefore() throws Exception {
            time.pass(TIMEOUT.minusMillis(1));
            assertThat(future).isNotDone();
            time.pass(ofMillis(1));
            assertThat(failure(future).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(failure(future)).hasMessageContaining("topic 'orders'").hasMessageContaining("PT30S");
            assertThat(time.alarms()).isZero();
        }

        @Test
        void aLateAnswerChangesNothingButMakesRoom() throws Exception {
            time.pass(TIMEOUT);
            assertThat(sender.awaitAnswers(Duration.ZERO)).isFalse();
            transport.sent.get(0).confirm();
            assertThat(failure(future).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(sender.awaitAnswers(Duration.ZERO)).isTrue();
        }

        @Test
        void manyInFlightShareOneAlarm() {
            for (int i = 2; i < 10; i++) {
                assertThat(sender.send(TOPIC, message(i))).isNotDone();
            }
            assertThat(time.alarms()).isEqualTo(1);
            transport.sent.forEach(Sent::confirm);
            time.pass(ofSeconds(1));
            assertThat(time.alarms()).isZero();
            assertThat(future).isCompleted();
        }

        @Test
        void whatLandedBehindItIsForgottenBeforeIt() throws Exception {
            for (int i = 0; i < 50; i++) {
                CompletableFuture<Void> other = sender.send(TOPIC, message(i));
                transport.sent.get(transport.sent.size() - 1).confirm();
                time.pass(ofSeconds(1));
                if (i < 29) {
                    assertThat(future).isNotDone();
                }
                assertThat(other).isCompleted();
            }
            assertThat(failure(future).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        }

        @Test
        void closingTheConnectionEndsItAsUnknown() throws Exception {
            sender.close();
            sender.giveUp();
            assertThat(failure(future).code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(failure(sender.send(TOPIC, message(2))).code()).isEqualTo(ErrorCode.CLOSED);
        }
    }

    @Nested
    class WhenThereIsNoRoom {
        private final Sender sender = sender(2);

        WhenThereIsNoRoom() {
            transport.answersAtOnce = false;
            assertThat(sender.send(TOPIC, message(1))).isNotDone();
            assertThat(sender.send(TOPIC, message(2))).isNotDone();
        }

        private final boolean[] flag = new boolean[1];
        private final FutureTask<CompletableFuture<Void>> third = new FutureTask<>(() -> {
            CompletableFuture<Void> future = sender.send(TOPIC, message(3));
            flag[0] = Thread.currentThread().isInterrupted();
            return future;
        });

        private Thread startAndAwaitItsWait() throws InterruptedException {
            int alarms = time.alarms();
            Thread thread = new Thread(third, "third");
            thread.start();
            time.awaitAlarms(alarms + 1);
            assertThat(transport.sent).hasSize(2);
            return thread;
        }

        @Test
        void aCallWaitsForTheNextAnswer() throws Exception {
            startAndAwaitItsWait();
            transport.sent.get(0).confirm();
            CompletableFuture<Void> future = third.get(20, TimeUnit.SECONDS);
            assertThat(transport.sent).hasSize(3);
            transport.sent.get(2).confirm();
            assertThat(future).isCompleted();
        }

        @Test
        void itIsOverloadedAtTheTimeoutAndNothingWasSent() throws Exception {
            startAndAwaitItsWait();
            time.pass(TIMEOUT);
            MessagingException failure = failure(third.get(20, TimeUnit.SECONDS));
            assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(failure).hasMessageContaining("crossdock.publish.max-in-flight");
            assertThat(transport.sent).hasSize(2);
        }

        @Test
        void anInterruptEndsTheWaitAndNothingWasSent() throws Exception {
            startAndAwaitItsWait().interrupt();
            assertThat(failure(third.get(20, TimeUnit.SECONDS)).code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(flag[0]).isTrue();
            assertThat(transport.sent).hasSize(2);
        }

        @Test
        void anotherSenderOfTheSameConnectionGoesOn() {
            CompletableFuture<Void> handedOver = sender(2).send(TOPIC, message(9));
            transport.sent.get(2).confirm();
            assertThat(handedOver).isCompleted();
        }
    }

    @Nested
    class WhenTheTransportRefuses {
        private final Sender sender = sender(10);

        WhenTheTransportRefuses() {
            transport.answersAtOnce = false;
        }

        private MessagingException answered(boolean rejected, Throwable cause) throws Exception {
            CompletableFuture<Void> future = sender.send(TOPIC, message(1));
            SendListener listener = transport.sent.get(0).listener();
            if (rejected) {
                listener.rejected(0, cause);
            } else {
                listener.unknown(0, cause);
            }
            return failure(future);
        }

        @Test
        void aRejectionIsClassifiedAndKeepsItsCause() throws Exception {
            ConnectException cause = new ConnectException("amqp://guest:s3cret@host refused");
            MessagingException failure = answered(true, cause);
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure).hasCause(cause);
            assertThat(failure.getMessage()).contains("host refused").doesNotContain("s3cret");
        }

        @Test
        void aRejectionIsNeverOfUnknownOutcome() throws Exception {
            MessagingException failure = answered(true, new MessagingException(ErrorCode.OUTCOME_UNKNOWN, "who knows"));
            assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        }

        @Test
        void theLibrarysOwnExceptionIsNotWrapped() throws Exception {
            MessagingException own = new MessagingException(ErrorCode.TOO_LARGE, "too large");
            assertThat(answered(true, own)).isSameAs(own);
        }

        @Test
        void anUnknownOutcomeKeepsItsCause() throws Exception {
            MessagingException own = new MessagingException(ErrorCode.TIMEOUT, "slow");
            MessagingException failure = answered(false, own);
            assertThat(failure.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(failure).hasCause(own);
        }
    }

    @Nested
    class WhenTheTransportThrows {
        @Test
        void onlyWhatHasNoAnswerYetIsUnknown() throws Exception {
            transport.onSend = sent -> {
                if (sent.index() == 1) {
                    throw new IllegalStateException("broken transport");
                }
            };
            Told told = new Told(4);
            Sender sender = sender(10);
            sender.sendAll(TOPIC, messages(4), told);
            assertThat(told.outcomes).containsExactly("confirmed", "confirmed", "unknown", "unknown");
            assertThat(told.causes[2]).hasRootCauseMessage("broken transport");
            assertThat(sender.awaitAnswers(Duration.ZERO)).isTrue();
        }
    }

    @Nested
    class WhenThereIsMoreThanRoom {
        @Test
        void aBatchGoesInPartsWithinTheBoundAndInOrder() throws Exception {
            transport.answersAtOnce = false;
            Told told = new Told(25);
            Sender sender = sender(10);
            FutureTask<Void> task = new FutureTask<>(() -> sender.sendAll(TOPIC, messages(25), told), null);
            new Thread(task, "batch").start();
            // One alarm for the deadline, one for the wait for room.
            time.awaitAlarms(2);
            assertThat(transport.sent).hasSize(10);
            transport.answersAtOnce = true;
            List.copyOf(transport.sent).forEach(Sent::confirm);
            task.get(20, TimeUnit.SECONDS);
            assertThat(told.outcomes).containsOnly("confirmed");
            assertThat(transport.callSizes).allMatch(size -> size <= 10);
            assertThat(transport.sent.stream().map(sent -> sent.message().body()[0]))
                    .containsExactlyElementsOf(messages(25).stream()
                            .map(message -> message.body()[0])
                            .toList());
        }

        @Test
        void whatFoundNoRoomInTimeIsRejectedAndTheRestUnknown() throws Exception {
            transport.answersAtOnce = false;
            Told told = new Told(15);
            FutureTask<Void> task = new FutureTask<>(() -> sender(10).sendAll(TOPIC, messages(15), told), null);
            new Thread(task, "batch").start();
            time.awaitAlarms(2);
            time.pass(TIMEOUT);
            task.get(20, TimeUnit.SECONDS);
            assertThat(Arrays.copyOfRange(told.outcomes, 0, 10)).containsOnly("unknown");
            assertThat(Arrays.copyOfRange(told.outcomes, 10, 15)).containsOnly("rejected");
            assertThat(told.causes[12].code()).isEqualTo(ErrorCode.OVERLOADED);
        }
    }

    /** Answers of every kind, twice, late and never, from several threads: each message is told of exactly once. */
    @RepeatedTest(30)
    void eachMessageIsToldOfOnce(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        transport.answersAtOnce = false;
        Sender sender = sender(1_000);
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int size = 1 + random.nextInt(40);
            Told told = new Told(size);
            all.add(told);
            sender.sendAll(TOPIC, messages(size), told);
        }
        List<Sent> sent = List.copyOf(transport.sent);
        List<FutureTask<Void>> answering = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Random mine = new Random(random.nextLong());
            answering.add(new FutureTask<>(
                    () -> {
                        for (Sent message : sent) {
                            switch (mine.nextInt(5)) {
                                case 0 -> message.confirm();
                                case 1 -> message.listener().rejected(message.index(), new Exception("no"));
                                case 2 -> message.listener().unknown(message.index(), new Exception("well"));
                                default -> {
                                    // no answer from this one
                                }
                            }
                        }
                    },
                    null));
        }
        answering.forEach(task -> new Thread(task, "answers").start());
        time.pass(TIMEOUT);
        for (FutureTask<Void> task : answering) {
            task.get(20, TimeUnit.SECONDS);
        }
        for (Told told : all) {
            synchronized (told) {
                assertThat(told.outcomes).isSubsetOf("confirmed", "rejected", "unknown");
            }
        }
        sent.forEach(Sent::confirm);
        assertThat(sender.awaitAnswers(Duration.ZERO)).isTrue();
        time.pass(ofSeconds(1));
        assertThat(time.alarms()).isZero();
    }

    @Nested
    class WhenAMessageIsToWait {
        private final Address.Inbox inbox = new Address.Inbox("orders", "billing");

        @Test
        void theBrokersOwnDelayIsUsedAndTheHeaderSaysWhenItIsDue() {
            Instant due = time.now().plus(ofHours(2));
            assertThat(sender(10).sendLater(inbox, message(1), ofHours(2))).isCompleted();
            Sent sent = transport.sent.get(0);
            assertThat(sent.to()).isEqualTo(inbox);
            assertThat(sent.delay()).isEqualTo(ofHours(2));
            assertThat(WireHeaders.instant(sent.message().headers(), WireHeaders.NOT_BEFORE))
                    .isEqualTo(due);
        }

        @Test
        void aLaneIsMadeOnceAndTheHeadersSayWhenItEnds() {
            transport.maxSendDelay = Duration.ZERO;
            Sender sender = sender(10);
            assertThat(sender.sendLater(inbox, message(1), ofHours(2))).isCompleted();
            assertThat(sender.sendLater(inbox, message(2), ofHours(2))).isCompleted();
            Sent sent = transport.sent.get(0);
            Address.DelayLane lane = (Address.DelayLane) sent.to();
            assertThat(lane.target()).isEqualTo(inbox);
            assertThat(sent.delay()).isZero();
            assertThat(WireHeaders.instant(sent.message().headers(), WireHeaders.NOT_BEFORE))
                    .isEqualTo(time.now().plus(ofHours(2)));
            assertThat(WireHeaders.instant(sent.message().headers(), WireHeaders.LANE_UNTIL))
                    .isEqualTo(time.now().plus(lane.delay()));
            assertThat(transport.log).containsExactly("provision " + lane);
        }

        @Test
        void aLaneThatSomebodyHasDeletedIsMadeAgainForTheNextMessage() throws Exception {
            assertThat(lanesMadeWhenOneRefuses(ErrorCode.NOT_FOUND)).isEqualTo(2);
        }

        @Test
        void aLaneThatRefusesAMessageForAnotherReasonIsNotMadeAgain() throws Exception {
            assertThat(lanesMadeWhenOneRefuses(ErrorCode.INVALID_ARGUMENT)).isEqualTo(1);
        }

        private int lanesMadeWhenOneRefuses(ErrorCode reason) throws Exception {
            transport.maxSendDelay = Duration.ZERO;
            Sender sender = sender(10);
            assertThat(sender.sendLater(inbox, message(1), ofHours(2))).isCompleted();
            transport.answersAtOnce = false;
            CompletableFuture<Void> refused = sender.sendLater(inbox, message(2), ofHours(2));
            Sent second = transport.sent.get(1);
            second.listener().rejected(second.index(), new MessagingException(reason, "not in this lane"));
            assertThat(failure(refused).code()).isEqualTo(reason);
            transport.answersAtOnce = true;
            assertThat(sender.sendLater(inbox, message(2), ofHours(2))).isCompleted();
            assertThat(transport.log).containsOnly("provision " + second.to());
            return transport.log.size();
        }

        @Test
        void aLaneInWhichTheBrokerDelaysIsToldForHowLong() {
            transport.maxSendDelay = Duration.ZERO;
            transport.maxLaneDelay = Duration.ofMinutes(15);
            assertThat(sender(10).sendLater(inbox, message(1), ofSeconds(70))).isCompleted();
            Sent sent = transport.sent.get(0);
            assertThat(sent.to()).isEqualTo(new Address.DelayLane(inbox, Duration.ofMinutes(15)));
            assertThat(sent.delay()).isEqualTo(ofSeconds(70));
            assertThat(WireHeaders.instant(sent.message().headers(), WireHeaders.LANE_UNTIL))
                    .isEqualTo(time.now().plus(ofSeconds(70)));
        }

        @Test
        void whatIsDueIsNeverRoundedDown() {
            time.pass(Duration.ofNanos(1));
            Instant due = time.now().plus(ofHours(2));
            assertThat(sender(10).sendLater(inbox, message(1), ofHours(2))).isCompleted();
            assertThat(WireHeaders.instant(transport.sent.get(0).message().headers(), WireHeaders.NOT_BEFORE))
                    .isAfterOrEqualTo(due)
                    .isBefore(due.plusMillis(1));
        }

        @Test
        void noDelayIsAPlainSend() {
            assertThat(sender(10).sendLater(inbox, message(1), Duration.ZERO)).isCompleted();
            assertThat(sender(10).sendLater(inbox, message(2), ofSeconds(-1))).isCompleted();
            assertThat(transport.sent)
                    .allSatisfy(sent -> assertThat(sent.message().headers().contains(WireHeaders.NOT_BEFORE))
                            .isFalse());
        }
    }
}
