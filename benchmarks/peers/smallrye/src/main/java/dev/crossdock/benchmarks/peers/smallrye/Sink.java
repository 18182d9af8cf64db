package dev.crossdock.benchmarks.peers.smallrye;

import dev.crossdock.benchmarks.subject.CurrentHandler;
import dev.crossdock.benchmarks.subject.Handler;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What handles messages: whatever was said last. */
@ApplicationScoped
public class Sink {
    private static final CurrentHandler HANDLER = new CurrentHandler();

    static void handler(Handler next) {
        HANDLER.set(next);
    }

    /** Accepts by returning. */
    @Incoming(Settings.IN)
    public void handle(byte[] body) {
        HANDLER.handle(body);
    }
}
