package dev.crossdock.benchmarks.peers.spring;

import dev.crossdock.benchmarks.subject.CurrentHandler;
import dev.crossdock.benchmarks.subject.Handler;
import java.util.function.Consumer;

/** What handles messages: whatever was said last. */
final class Sink implements Consumer<byte[]> {
    private final CurrentHandler handler = new CurrentHandler();

    void handler(Handler next) {
        handler.set(next);
    }

    @Override
    public void accept(byte[] body) {
        handler.handle(body);
    }
}
