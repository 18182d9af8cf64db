package dev.crossdock.messaging;

/**
 * What kind of thing went wrong, for programs to act upon; the text of an exception is for people.
 *
 * <p>The code is the same on every broker. Thread-safe, as every enum.
 */
public enum ErrorCode {
    /** The broker, or a store that the operation needs, cannot be reached or is not ready. */
    UNAVAILABLE(true),
    /** The operation did not end within its time limit, and certainly had no effect. */
    TIMEOUT(true),
    /** A limit on work in progress is reached here or on the broker; fewer or later requests will do. */
    OVERLOADED(true),
    /**
     * A publish ended without the broker's answer: the message may or may not have been stored. Publishing the same
     * {@link Message} again (it keeps its id) is safe wherever consumers are idempotent.
     */
    OUTCOME_UNKNOWN(true),
    /** A topic, group, queue or dead letter that was named does not exist. */
    NOT_FOUND(false),
    /** Something of that name exists with other settings; nothing was changed. */
    CONFLICT(false),
    /** The broker knows who is asking and does not allow it. */
    PERMISSION_DENIED(false),
    /** One side does not accept who the other says it is: password, token or certificate. */
    UNAUTHENTICATED(false),
    /** An argument is not of the form that is asked for; nothing was sent. */
    INVALID_ARGUMENT(false),
    /** A configuration key is unknown, or its value impossible; nothing was started. */
    INVALID_CONFIGURATION(false),
    /** What was asked for cannot be kept honestly by the transport in use. */
    UNSUPPORTED(false),
    /** The message, or a part of it, is larger than the transport can carry; nothing was sent. */
    TOO_LARGE(false),
    /** The object was closed before. */
    CLOSED(false),
    /** The calling thread was interrupted while it waited; its interrupt flag is set again. */
    INTERRUPTED(true),
    /** None of the above; the cause tells. */
    INTERNAL(false);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean isRetryable() {
        return retryable;
    }
}
