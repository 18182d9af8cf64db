package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link DefaultPublisher#publishAll}. Goes slice by slice, so that a long list is never encoded as a whole;
 * waits for answers only at the end. The time of a message runs from when its slice is sent.
 */
final class Batch<T> {
    private static final int SLICE = 1024;

    private final DefaultPublisher<T> publisher;
    private final List<Message<T>> messages;

    // Each is written once, by whoever learns of it, and read when the latch says that all are written.
    private final @Nullable PublishResult[] results;
    private final CountDownLatch open;
    private final List<Flight> flights = new ArrayList<>();

    Batch(DefaultPublisher<T> publisher, List<Message<T>> messages) {
        this.publisher = publisher;
        this.messages = List.copyOf(messages);
        this.results = new PublishResult[this.messages.size()];
        this.open = new CountDownLatch(this.messages.size());
    }

    List<PublishResult> publish() {
        int next = 0;
        while (next < messages.size()) {
            MessagingException stop = reasonToStop();
            if (stop != null) {
                refuseFrom(next, stop);
                if (next == 0) {
                    throw stop;
                }
                break;
            }
            int end = Math.min(messages.size(), next + SLICE);
            send(next, end);
            next = end;
        }
        awaitAnswers();
        @SuppressWarnings("NullAway") // all are written now
        List<PublishResult> all = Arrays.asList(results);
        return all;
    }

    private @Nullable MessagingException reasonToStop() {
        if (publisher.sender().isClosed()) {
            return new MessagingException(
                    ErrorCode.CLOSED,
                    "Publishing to topic '" + publisher.topic().name() + "' found that this messaging is closed");
        }
        return Thread.currentThread().isInterrupted()
                ? new MessagingException(
                        ErrorCode.INTERRUPTED,
                        "Publishing to topic '" + publisher.topic().name() + "' was interrupted; nothing was sent")
                : null;
    }

    private void refuseFrom(int first, MessagingException reason) {
        for (int i = first; i < messages.size(); i++) {
            reject(i, reason);
        }
    }

    private void send(int first, int end) {
        String now = publisher.now();
        WireMessage[] wires = new WireMessage[end - first];
        int[] positions = new int[end - first];
        int count = 0;
        for (int i = first; i < end; i++) {
            Message<T> message = messages.get(i);
            WireMessage wire;
            try {
                wire = publisher.toWire(message, now);
            } catch (MessagingException e) {
                reject(i, e);
                continue;
            }
            if (message.delay().isZero()) {
                positions[count] = i;
                wires[count++] = wire;
            } else {
                sendLater(i, wire);
            }
        }
        if (count > 0) {
            List<WireMessage> good = Arrays.asList(count == wires.length ? wires : Arrays.copyOf(wires, count));
            flights.add(publisher.sender().start(publisher.address(), good, Duration.ZERO, new Slice(positions)));
        }
    }

    private void sendLater(int position, WireMessage wire) {
        Duration delay = messages.get(position).delay();
        flights.add(publisher.sender().sendLater(publisher.address(), wire, delay, new Slice(new int[] {position})));
    }

    private void awaitAnswers() {
        boolean interrupted = false;
        while (true) {
            try {
                // Ends: the sender ends every message within its time.
                open.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                for (Flight flight : flights) {
                    flight.giveUp("because the publishing thread was interrupted");
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void reject(int position, MessagingException error) {
        end(position, new PublishResult.Rejected(messages.get(position).id(), error), error);
    }

    private void end(int position, PublishResult result, @Nullable MessagingException error) {
        results[position] = result;
        publisher.tell(result.messageId(), error);
        open.countDown();
    }

    /** Puts the answers to what was sent together where they belong. */
    private final class Slice implements SendListener {
        private final int[] positions;

        Slice(int[] positions) {
            this.positions = positions;
        }

        @Override
        public void confirmed(int index) {
            int position = positions[index];
            end(position, new PublishResult.Confirmed(messages.get(position).id()), null);
        }

        @Override
        public void rejected(int index, Throwable cause) {
            reject(positions[index], (MessagingException) cause);
        }

        @Override
        public void unknown(int index, Throwable cause) {
            int position = positions[index];
            MessagingException error = (MessagingException) cause;
            end(position, new PublishResult.Unknown(messages.get(position).id(), error), error);
        }
    }
}
