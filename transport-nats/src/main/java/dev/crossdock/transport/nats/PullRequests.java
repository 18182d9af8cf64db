package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.NUID;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver asks of one consumer. All that the server says to it comes to one inbox, each answer under the name of
 * what was asked. The receiver's thread's alone.
 */
final class PullRequests {
    /** So that a request that got lost, with a server or on the way, is missed soon. */
    static final Duration EXPIRES = Duration.ofSeconds(5);

    private static final String UNANSWERABLE =
            "\"batch\":1,\"max_bytes\":1,\"expires\":" + Duration.ofSeconds(1).toNanos();
    private static final String NOBODYS_PIN = "nobody";
    private static final String KNOCK = "knock";
    private static final String HELLO = "hello";
    private static final String GOODBYE = "goodbye";

    private final Connection connection;
    private final boolean ordered;
    private final Consumer<MessagingException> broken;
    private final String subject;
    private final String inbox;
    private int asked;
    private long lastAsked;

    /** @param broken is told why nothing can be asked any more */
    PullRequests(
            Connection connection,
            String stream,
            String consumer,
            boolean ordered,
            Consumer<MessagingException> broken) {
        this.connection = connection;
        this.ordered = ordered;
        this.broken = broken;
        this.subject = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
        // What reads is seen in the server's list of subscriptions by the names of what it reads.
        this.inbox = connection.getOptions().getInboxPrefix() + "crossdock." + stream + "." + consumer + "."
                + NUID.nextGlobal() + ".";
    }

    /** Where all answers come. */
    String answers() {
        return inbox + "*";
    }

    /** Whether somebody who may not use this subject may not ask, or not be answered. */
    boolean need(String refused) {
        return refused.equals(subject) || refused.startsWith(inbox);
    }

    /** Asks for so many messages. */
    void pull(int messages, @Nullable String pin) {
        ask(Integer.toString(++asked), "\"batch\":" + messages + ",\"expires\":" + EXPIRES.toNanos() + group(pin));
    }

    /** Asks for what nobody is given, to hear whether we may ask: nobody has that pin, and no message has one byte. */
    void hello() {
        ask(HELLO, UNANSWERABLE + group(NOBODYS_PIN));
    }

    /** Tells the server that we are there if it has not heard of us for so long, without asking for anything. */
    void knock(String pin, long nanos) {
        if (System.nanoTime() - lastAsked > nanos) {
            ask(KNOCK, UNANSWERABLE + group(pin));
        }
    }

    /** Asks for nonsense, to which the server answers at once, and after all that it has sent before. */
    void goodbye() {
        ask(GOODBYE, GOODBYE);
    }

    static boolean isHello(Message answer) {
        return answer.getSubject().endsWith(HELLO);
    }

    static boolean isKnock(Message answer) {
        return answer.getSubject().endsWith(KNOCK);
    }

    static boolean isGoodbye(Message answer) {
        return answer.getSubject().endsWith(GOODBYE);
    }

    private void ask(String name, String what) {
        lastAsked = System.nanoTime();
        try {
            byte[] request = ("{" + what + "}").getBytes(StandardCharsets.UTF_8);
            Uninterrupted.publish(connection, subject, inbox + name, null, request);
        } catch (IllegalStateException e) {
            broken.accept(new MessagingException(ErrorCode.UNAVAILABLE, "There is no connection to NATS", e));
        }
    }

    private String group(@Nullable String pin) {
        return !ordered
                ? ""
                : ",\"group\":\"" + Blueprints.PRIORITY_GROUP + "\"" + (pin == null ? "" : ",\"id\":\"" + pin + "\"");
    }
}
