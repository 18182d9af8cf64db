package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.TlsFailures;
import io.nats.client.AuthenticationException;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What failures of the client, and refusals of JetStream, mean. */
final class NativeFailures {
    private static final int MAX_CAUSES = 8;

    private NativeFailures() {}

    static ErrorCode classify(Throwable thrown) {
        Throwable failure = thrown;
        for (int i = 0; i < MAX_CAUSES && failure != null; i++) {
            ErrorCode code = code(failure);
            if (code != ErrorCode.INTERNAL && code != ErrorCode.UNAVAILABLE) {
                return code;
            }
            failure = failure.getCause();
        }
        return code(unwrapped(thrown));
    }

    private static ErrorCode code(Throwable failure) {
        if (failure instanceof MessagingException own) {
            return own.code();
        }
        if (failure instanceof JetStreamApiException refusal) {
            return code(refusal.getErrorCode(), refusal.getApiErrorCode());
        }
        if (failure instanceof InterruptedException) {
            return ErrorCode.INTERRUPTED;
        }
        if (failure instanceof AuthenticationException || TlsFailures.isRefusal(failure)) {
            return ErrorCode.UNAUTHENTICATED;
        }
        boolean network = failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof CancellationException
                // What the client throws once its connection is closed, or while there is none.
                || failure instanceof IllegalStateException;
        return network ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    }

    /** Of an error that JetStream answers with: its general code, as in HTTP, and its own. */
    static ErrorCode code(int code, int apiCode) {
        return switch (apiCode) {
            // A stream, a consumer, a message.
            case 10_059, 10_014, 10_037 -> ErrorCode.NOT_FOUND;
            // A stream or a consumer of that name, or a stream with these subjects.
            case 10_058, 10_148, 10_065, 10_013, 10_105 -> ErrorCode.CONFLICT;
            // The message, or its headers.
            case 10_054, 10_097 -> ErrorCode.TOO_LARGE;
            // Of messages, bytes, storage or memory, or of requests that wait.
            case 10_077, 10_047, 10_023, 10_028, 10_002, 10_167 -> ErrorCode.OVERLOADED;
            case 10_039 -> ErrorCode.UNSUPPORTED;
            default ->
                code == 404
                        ? ErrorCode.NOT_FOUND
                        : code == 429 ? ErrorCode.OVERLOADED : code == 503 ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
        };
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapper = thrown instanceof ExecutionException || thrown instanceof CompletionException;
        return wrapper && cause != null ? cause : thrown;
    }
}
