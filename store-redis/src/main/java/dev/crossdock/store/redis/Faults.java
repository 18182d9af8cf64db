package dev.crossdock.store.redis;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.TlsFailures;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Makes typed errors of those of the server and its client. Thread-safe. */
final class Faults {
    // Redis says what kind of error it is in the first word.
    private static final Map<String, ErrorCode> WORDS = Map.ofEntries(
            Map.entry("NOAUTH", ErrorCode.UNAUTHENTICATED),
            Map.entry("WRONGPASS", ErrorCode.UNAUTHENTICATED),
            Map.entry("NOPERM", ErrorCode.PERMISSION_DENIED),
            Map.entry("LOADING", ErrorCode.UNAVAILABLE),
            Map.entry("READONLY", ErrorCode.UNAVAILABLE),
            Map.entry("MASTERDOWN", ErrorCode.UNAVAILABLE),
            Map.entry("CLUSTERDOWN", ErrorCode.UNAVAILABLE),
            Map.entry("TRYAGAIN", ErrorCode.UNAVAILABLE),
            Map.entry("NOREPLICAS", ErrorCode.UNAVAILABLE),
            Map.entry("MISCONF", ErrorCode.UNAVAILABLE),
            Map.entry("OOM", ErrorCode.UNAVAILABLE),
            Map.entry("BUSY", ErrorCode.UNAVAILABLE));

    private final String where;
    private final LastAttempt lastAttempt;

    /** For one server, by what people call it. */
    Faults(String where, LastAttempt lastAttempt) {
        this.where = where;
        this.lastAttempt = lastAttempt;
    }

    /** An error about something that was wanted of the server. */
    MessagingException of(String wanted, Throwable failure) {
        Throwable telling = telling(failure);
        ErrorCode code = code(telling);
        Throwable refused = code == ErrorCode.UNAVAILABLE ? lastAttempt.failure() : null;
        if (refused != null && code(telling(refused)) == ErrorCode.UNAUTHENTICATED) {
            // There is no connection because the server does not let us in, which does not get better by waiting.
            return new MessagingException(
                    ErrorCode.UNAUTHENTICATED,
                    "Wanted " + wanted + " " + where + ", found no connection, and " + telling(refused)
                            + " when it was to be made again",
                    refused);
        }
        return new MessagingException(code, "Wanted " + wanted + " " + where + ", found " + telling, failure);
    }

    /** A server that answers, and is not as it has to be. */
    MessagingException conflict(String wanted, String found) {
        return new MessagingException(ErrorCode.CONFLICT, "Wanted " + wanted + " " + where + ", found " + found);
    }

    static ErrorCode code(Throwable failure) {
        if (TlsFailures.isRefusal(failure)) {
            return ErrorCode.UNAUTHENTICATED;
        }
        if (failure instanceof RedisCommandTimeoutException || failure instanceof TimeoutException) {
            return ErrorCode.TIMEOUT;
        }
        if (failure instanceof RedisCommandExecutionException) {
            String word = String.valueOf(failure.getMessage()).split(" ", 2)[0];
            return WORDS.getOrDefault(word, ErrorCode.INTERNAL);
        }
        return failure instanceof RedisException || failure instanceof IOException
                ? ErrorCode.UNAVAILABLE
                : ErrorCode.INTERNAL;
    }

    /** What the server has said, if it was the server; else what is below the wrappers of futures. */
    static Throwable telling(Throwable failure) {
        Throwable outermost = failure;
        while ((outermost instanceof ExecutionException || outermost instanceof CompletionException)
                && outermost.getCause() != null) {
            outermost = outermost.getCause();
        }
        Throwable next = outermost;
        for (int depth = 0; next != null && depth < 20; depth++, next = next.getCause()) {
            if (next instanceof RedisCommandExecutionException || TlsFailures.isRefusal(next)) {
                return next;
            }
        }
        return outermost;
    }
}
