package dev.crossdock.conformance.process;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of a {@link RedriveProcess}: sends all dead letters of a group back and tells of each when it chooses it and
 * when it is told that it has gone back.
 */
final class RedriveMain {
    static final String CHOSEN = "redrive chosen: ";
    static final String REDRIVEN = "redrive done: ";

    private RedriveMain() {}

    /** What to do. */
    record Plan(
            Map<String, String> configuration,
            String topic,
            String group,
            double perSecond,
            RedriveProcess.Death death) {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = JsonMapper.builder().build().readValue(System.in.readAllBytes(), Plan.class);
        AtomicInteger chosen = new AtomicInteger();
        AtomicInteger redriven = new AtomicInteger();
        MessagingConfig config = MessagingConfig.of(plan.configuration()).withObserver(event -> {
            if (event instanceof MessagingEvent.Redriven told) {
                say(REDRIVEN + told.messageId());
                dieAt(plan.death().redriven(), redriven);
            }
        });
        try (Messaging messaging = Messaging.open(config)) {
            DeadLetterJob all = DeadLetterJob.matching(letter -> {
                say(CHOSEN + letter.messageId());
                dieAt(plan.death().chosen(), chosen);
                return true;
            });
            messaging
                    .deadLetters(Topic.of(plan.topic(), Codec.bytes()), plan.group())
                    .redrive(all.perSecond(plan.perSecond()));
        }
    }

    // At once, with no farewell to anybody.
    private static void dieAt(int limit, AtomicInteger count) {
        if (count.incrementAndGet() == limit) {
            Runtime.getRuntime().halt(0);
        }
    }

    // In one call, so that lines of libraries do not come in between.
    private static void say(String line) {
        byte[] bytes = ("\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
