package dev.crossdock.messaging;

/** Stands in as the cause of a {@link Failure} when a handler asked for a retry without throwing. */
public final class HandlerAskedForRetry extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes one; it has no stack trace, because none would tell anything. */
    public HandlerAskedForRetry() {
        super("the handler asked for a retry", null, false, false);
    }
}
