package dev.crossdock.benchmarks.peers.spring;

import dev.crossdock.benchmarks.subject.Handler;
import java.util.function.Consumer;

/** What handles messages: whatever was said last. */
final class Sink implements Consumer<byte[]> {
    private volatile Handler handler = body -> {
        throw new IllegalStateException("wanted nothing, found a message");
    };

    void handler(Handler next) {
        handler = next;
    }

    @Override
    public void accept(byte[] body) {
        handler.handle(body);
    }
}
