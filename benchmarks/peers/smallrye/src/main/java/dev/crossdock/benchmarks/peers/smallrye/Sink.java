package dev.crossdock.benchmarks.peers.smallrye;

import dev.crossdock.benchmarks.subject.Handler;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What handles messages: whatever was said last. */
@ApplicationScoped
public class Sink {
    private static volatile Handler handler = body -> {
        throw new IllegalStateException("wanted nothing, found a message");
    };

    static void handler(Handler next) {
        handler = next;
    }

    /** Accepts by returning. */
    @Incoming(Settings.IN)
    public void handle(byte[] body) {
        handler.handle(body);
    }
}
