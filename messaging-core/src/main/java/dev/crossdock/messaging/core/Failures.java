package dev.crossdock.messaging.core;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Transport;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/** Makes the one exception of this library out of whatever a transport lets out: once, with the cause kept. Thread-safe. */
public final class Failures {
    private static final int MAX_TEXT = 512;
    private static final int MAX_WRAPPERS = 8;
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]*@");

    private final Transport transport;

    public Failures(Transport transport) {
        this.transport = transport;
    }

    /**
     * A failure of something that this thread has tried. If that was interrupted, the thread's flag is set again.
     *
     * @param wanted what was tried, as the beginning of a sentence: {@code Sending to …}
     */
    public MessagingException of(String wanted, Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new MessagingException(ErrorCode.INTERRUPTED, wanted + " was interrupted", thrown);
        }
        return wrapped(wanted, unwrapped(thrown));
    }

    /** A send that was refused, whoever's thread that was: any code but {@link ErrorCode#OUTCOME_UNKNOWN}. */
    public MessagingException rejected(String wanted, Throwable thrown) {
        MessagingException failure = wrapped(wanted, unwrapped(thrown));
        return failure.code() != ErrorCode.OUTCOME_UNKNOWN
                ? failure
                : new MessagingException(ErrorCode.INTERNAL, wanted + " failed: " + describe(failure), failure);
    }

    /** A send that may or may not have had its effect. */
    public MessagingException unknown(String wanted, Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof MessagingException known && known.code() == ErrorCode.OUTCOME_UNKNOWN) {
            return known;
        }
        return new MessagingException(
                ErrorCode.OUTCOME_UNKNOWN,
                wanted + " ended without an answer; it may or may not have been stored: " + describe(cause),
                cause);
    }

    private MessagingException wrapped(String wanted, Throwable cause) {
        return cause instanceof MessagingException known
                ? known
                : new MessagingException(classify(cause), wanted + " failed: " + describe(cause), cause);
    }

    private ErrorCode classify(Throwable cause) {
        try {
            return transport.classify(cause);
        } catch (RuntimeException e) {
            // It says what kind of failure another one is; its own must not hide that one.
            cause.addSuppressed(e);
            return ErrorCode.INTERNAL;
        }
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            Throwable inner = cause.getCause();
            if (inner == null || !(cause instanceof CompletionException || cause instanceof ExecutionException)) {
                break;
            }
            cause = inner;
        }
        return cause;
    }

    // Native clients like to repeat the address they were given, password included.
    private static String describe(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage();
        if (message == null) {
            return name;
        }
        String safe = CREDENTIALS.matcher(message).replaceAll("://***@");
        return name + ": " + (safe.length() <= MAX_TEXT ? safe : safe.substring(0, MAX_TEXT) + "…");
    }
}
