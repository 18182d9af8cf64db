package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Stage;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** How dead letters come about in scenarios that are about what becomes of them. */
final class Graves {
    private Graves() {}

    /** A consumer that fails until the bank is back. */
    static void bankThatIsDown(Program program, Topic<byte[]> topic, String group, AtomicBoolean back, int attempts) {
        program.consume(topic, group)
                .concurrency(2)
                .with(builder ->
                        builder.retry(RetryPolicy.fixed(Duration.ofMillis(20)).maxAttempts(attempts)))
                .handle(delivery -> {
                    if (!back.get()) {
                        throw new IllegalStateException("the bank is down");
                    }
                });
    }

    /** So many messages with keys, headers and bodies of one byte. */
    static List<Message<byte[]>> poison(int messages) {
        List<Message<byte[]>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(Message.of(new byte[] {(byte) i}).withKey("k" + i % 3).withHeader("n", "number " + i));
        }
        return sent;
    }

    /** How many dead letters the broker says there are. */
    static long count(Stage stage, Topic<byte[]> topic, String group) {
        return stage.witness().depth(new Address.DeadLetters(topic.name(), group));
    }
}
