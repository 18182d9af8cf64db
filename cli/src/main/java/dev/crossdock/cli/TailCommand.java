package dev.crossdock.cli;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.StartFrom;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is published. */
@Command(
        name = "tail",
        description = "Shows messages as they are published, as a group of its own, which stays on the broker.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class TailCommand implements Callable<Integer> {
    @Mixin
    private Connection connection;

    @Mixin
    private Output output;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
    private String topic;

    @Option(
            names = "--group",
            required = true,
            paramLabel = "GROUP",
            description = "A group of its own: what it shows, it takes.")
    private String group;

    @Option(names = "--from", description = "Where a new group begins, now or earliest; ${DEFAULT-VALUE}.")
    private StartFrom from = StartFrom.NOW;

    @Option(
            names = {"-n", "--limit"},
            description = "Ends after so many.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--for", paramLabel = "TIME", description = "Ends after this time: PT1M.")
    private Duration time = Duration.ofDays(365L * 100);

    private long shown;

    @Override
    public Integer call() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (Messaging messaging = connection.create()) {
            Consumer consumer = messaging
                    .consume(Topic.of(topic, Codec.bytes()), group)
                    .startFrom(from)
                    .handle(delivery -> show(delivery, enough));
            boolean unused = enough.await(time.toMillis(), TimeUnit.MILLISECONDS);
            consumer.close();
        }
        output.warn("The group " + group + " stays on the broker, and collects what is published from now on");
        return limit == Long.MAX_VALUE || shown == limit ? ExitCodes.DONE : ExitCodes.NOT_THERE;
    }

    private synchronized void show(Delivery<byte[]> delivery, CountDownLatch enough) {
        if (shown == limit) {
            return;
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("message", delivery.message().id());
        message.put(
                "key",
                delivery.message().key() == null ? "" : delivery.message().key());
        message.put("headers", delivery.message().headers().asMap());
        message.put("body", Bodies.shown(delivery.message().body()));
        output.one(message);
        if (!output.isJson()) {
            output.line("");
        }
        shown++;
        if (shown == limit) {
            enough.countDown();
        }
    }
}
