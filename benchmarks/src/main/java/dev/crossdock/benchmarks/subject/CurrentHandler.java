package dev.crossdock.benchmarks.subject;

/** What handles is whatever was set last, for consumers whose handler cannot change. Thread-safe. */
public final class CurrentHandler implements Handler {
    private volatile Handler current = body -> {
        throw new IllegalStateException("wanted nothing, found a message");
    };

    /** Whoever was set before gets nothing more. */
    public void set(Handler next) {
        current = next;
    }

    @Override
    public void handle(byte[] body) {
        current.handle(body);
    }
}
