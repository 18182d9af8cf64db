package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.TlsFailures;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What failures of the client mean. */
final class NativeFailures {
    private static final int MAX_CAUSES = 8;

    private NativeFailures() {}

    static ErrorCode classify(Throwable thrown) {
        Throwable failure = thrown;
        for (int i = 0; i < MAX_CAUSES && isWrapper(failure) && failure.getCause() != null; i++) {
            failure = failure.getCause();
        }
        if (failure instanceof MessagingException own) {
            return own.code();
        }
        if (failure instanceof InterruptedException) {
            return ErrorCode.INTERRUPTED;
        }
        // A broker that refuses a login says so. A connection that ends meanwhile, of which the client suspects that
        // too, is one to a broker that dies: whoever believed it would give up what has only to be tried again.
        if (failure instanceof AuthenticationFailureException || TlsFailures.isRefusal(failure)) {
            return ErrorCode.UNAUTHENTICATED;
        }
        Refusal refusal = Refusal.of(failure);
        if (refusal != null) {
            return code(refusal);
        }
        boolean network = failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof ShutdownSignalException;
        return network ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    }

    private static ErrorCode code(Refusal refusal) {
        return switch (refusal.code()) {
            case AMQP.ACCESS_REFUSED -> ErrorCode.PERMISSION_DENIED;
            case AMQP.NOT_FOUND -> ErrorCode.NOT_FOUND;
            case AMQP.PRECONDITION_FAILED -> ErrorCode.CONFLICT;
            case AMQP.CONTENT_TOO_LARGE -> ErrorCode.TOO_LARGE;
            // The one code for a virtual host that is not there and one that is not for this user.
            case AMQP.NOT_ALLOWED ->
                refusal.text().toLowerCase(Locale.ROOT).contains("not found")
                        ? ErrorCode.NOT_FOUND
                        : ErrorCode.PERMISSION_DENIED;
            case AMQP.NOT_IMPLEMENTED -> ErrorCode.UNSUPPORTED;
            default -> ErrorCode.UNAVAILABLE;
        };
    }

    /** Whether something says nothing but that its cause happened; the client wraps what closes a channel in an IOException. */
    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                || (failure.getClass() == IOException.class && failure.getCause() != null);
    }
}
