package dev.crossdock.benchmarks.peers.smallrye;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.benchmarks.subject.Work;
import jakarta.enterprise.inject.se.SeContainer;

/**
 * SmallRye Reactive Messaging, as its documentation says how: an {@code Emitter} publishes and is told of acknowledgements,
 * a method with {@code @Incoming} handles. Channels begin with their container, so consuming has one of its own.
 */
public final class SmallRye implements Subject.Provider {
    /** For the worker. */
    public SmallRye() {}

    @Override
    public Subject open(Broker broker, Work work) throws Exception {
        Settings settings = Settings.of(broker, work);
        // Makes what is consumed, so that it gets what is published from then on.
        try (SeContainer consuming = Containers.start(settings.consuming())) {
            Containers.awaitReady(consuming);
        }
        return new Opened(settings, Containers.start(settings.publishing()), new Window(work.inFlight()));
    }

    private record Opened(Settings settings, SeContainer publishing, Window window) implements Subject {
        @Override
        public void publish(Load load) throws InterruptedException {
            Source source = publishing.select(Source.class).get();
            while (load.next()) {
                window.enter();
                source.send(load.body(), window::answered);
            }
            window.awaitAll();
        }

        @Override
        public Consuming consume(Handler handler) {
            Sink.handler(handler);
            return Containers.start(settings.consuming())::close;
        }

        @Override
        public void close() {
            publishing.close();
        }
    }
}
