package dev.crossdock.benchmarks.library;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Work;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The library with its defaults, but for what the work names. */
public final class Crossdock implements Subject.Provider {
    /** For the worker. */
    public Crossdock() {}

    @Override
    public Subject open(Broker broker, Work work) throws Exception {
        MessagingConfig config = Settings.of(broker, work.ordered())
                .with("crossdock.publish.max-in-flight", Integer.toString(work.inFlight()));
        return new Opened(config, work);
    }

    private static final class Opened implements Subject {
        private static final String GROUP = "group";

        private final Messaging messaging;
        private final Topic<byte[]> topic;
        private final Publisher<byte[]> publisher;
        private final Work work;

        Opened(MessagingConfig config, Work work) throws Exception {
            this.messaging = Messaging.open(config);
            this.topic = Topic.of(work.topic(), Codec.sharedBytes());
            this.work = work;
            // Makes the group, which gets what is published from then on.
            consume(body -> {}).end();
            this.publisher = messaging.publisher(topic);
        }

        @Override
        public void publish(Load load) throws InterruptedException {
            AtomicReference<@Nullable Throwable> reason = new AtomicReference<>();
            Semaphore answers = new Semaphore(0);
            int sent = 0;
            while (load.next()) {
                sent++;
                Message<byte[]> message = Message.of(load.body());
                String key = load.key();
                // The library keeps the bound itself.
                publisher
                        .publishAsync(key == null ? message : message.withKey(key))
                        .whenComplete((nothing, failure) -> {
                            if (failure != null) {
                                reason.set(failure);
                            }
                            answers.release();
                        });
            }
            // Each publish ends within its timeout, whatever happens.
            answers.acquire(sent);
            Throwable failure = reason.get();
            if (failure != null) {
                throw new IllegalStateException("a message was not confirmed", failure);
            }
        }

        @Override
        public Consuming consume(Handler handler) {
            Consumer consumer = messaging
                    .consume(topic, GROUP)
                    .concurrency(work.consumers())
                    .prefetch(work.prefetch())
                    .ordering(work.ordered() ? Ordering.PER_KEY : Ordering.UNORDERED)
                    .handle(delivery -> handler.handle(delivery.body()));
            return consumer::close;
        }

        @Override
        public void close() {
            messaging.close();
        }
    }
}
