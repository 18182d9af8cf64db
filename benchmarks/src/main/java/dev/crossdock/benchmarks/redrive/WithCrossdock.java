package dev.crossdock.benchmarks.redrive;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The library with its defaults. */
final class WithCrossdock implements Redriver {
    private static final String GROUP = "group";
    private static final int BATCH = 1_000;

    private final Semaphore dead = new Semaphore(0);
    private final Messaging messaging;
    private final Topic<byte[]> topic;
    private boolean sentBack;

    WithCrossdock(MessagingConfig config, String name) {
        this.messaging = Messaging.open(config.withObserver(event -> {
            if (event instanceof MessagingEvent.DeadLettered) {
                dead.release();
            }
        }));
        this.topic = Topic.of(name, Codec.bytes());
    }

    @Override
    public void bury(int messages) throws InterruptedException {
        Consumer consumer = messaging
                .consume(topic, GROUP)
                .concurrency(2)
                .prefetch(500)
                .decide(delivery -> Outcome.deadLetter("so that it can be redriven"));
        // What was sent back in the round before is handled, and so dead, once more.
        if (!sentBack) {
            publish(messages);
        }
        dead.acquire(messages);
        consumer.close();
    }

    @Override
    public void redrive(int messages) {
        DeadLetterProgress end = messaging.deadLetters(topic, GROUP).redrive(DeadLetterJob.all());
        if (end.done() != messages) {
            throw new IllegalStateException("wanted to redrive " + messages + ", found " + end);
        }
        sentBack = true;
    }

    @Override
    public void close() {
        messaging.close();
    }

    private void publish(int messages) {
        byte[] body = new byte[RedriveRatios.BODY];
        for (int sent = 0; sent < messages; sent += BATCH) {
            List<Message<byte[]>> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < Math.min(BATCH, messages - sent); i++) {
                batch.add(Message.of(body));
            }
            if (!messaging.publisher(topic).publishAll(batch).stream().allMatch(PublishResult::isConfirmed)) {
                throw new IllegalStateException("not everything was confirmed");
            }
        }
    }
}
