package dev.crossdock.transport.nats;

import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is said to the server about deliveries. It does not answer; what gets lost on the way has it deliver again. */
final class Acknowledging {
    private static final byte[] DONE = bytes("+ACK");
    private static final byte[] AGAIN = bytes("-NAK");
    private static final byte[] WORKING = bytes("+WPI");

    private final Connection connection;

    /** Given back, but their notes are not written yet. */
    private final Phaser notesUnderWay = new Phaser(1);

    Acknowledging(Connection connection) {
        this.connection = connection;
    }

    /** {@code false} if it could not be said. */
    boolean done(NatsDelivery delivery) {
        return say(delivery, DONE);
    }

    void again(NatsDelivery delivery) {
        say(delivery, AGAIN);
    }

    void againAfter(NatsDelivery delivery, Duration delay) {
        say(delivery, delay.isZero() ? AGAIN : bytes("-NAK {\"delay\":" + delay.toNanos() + "}"));
    }

    boolean working(NatsDelivery delivery) {
        return say(delivery, WORKING);
    }

    /** Again after a delay, once its attempts are written down. */
    void againNoted(NatsDelivery delivery, Duration delay, Notes notes, Duration keep) {
        notesUnderWay.register();
        notes.write(delivery, keep, () -> {
            againAfter(delivery, delay);
            notesUnderWay.arriveAndDeregister();
        });
    }

    /** Returns when all that was said has reached the server. */
    void flush(Duration limit) throws TimeoutException, InterruptedException {
        notesUnderWay.awaitAdvanceInterruptibly(notesUnderWay.arrive(), limit.toMillis(), TimeUnit.MILLISECONDS);
        connection.flush(limit);
    }

    private boolean say(NatsDelivery delivery, byte[] what) {
        try {
            Uninterrupted.publish(connection, delivery.ackSubject, null, null, what);
            return true;
        } catch (IllegalStateException e) {
            // No connection. The server delivers again what it hears nothing of.
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
