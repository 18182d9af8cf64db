package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.TlsFailures;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.pulsar.client.api.PulsarClientException;

/** What the native client's exceptions mean. Pure. */
final class PulsarErrors {
    private static final int MAX_CAUSES = 16;

    private PulsarErrors() {}

    static ErrorCode code(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof MessagingException own) {
            return own.code();
        }
        if (causedBy(failure, InterruptedException.class)) {
            return ErrorCode.INTERRUPTED;
        }
        if (failure instanceof PulsarClientException.AuthenticationException
                || failure instanceof PulsarClientException.GettingAuthenticationDataException
                || failure instanceof PulsarClientException.UnsupportedAuthenticationException
                || TlsFailures.isRefusal(failure)) {
            return ErrorCode.UNAUTHENTICATED;
        }
        if (failure instanceof PulsarClientException.AuthorizationException) {
            return ErrorCode.PERMISSION_DENIED;
        }
        if (isMissing(failure)) {
            return ErrorCode.NOT_FOUND;
        }
        if (failure instanceof PulsarClientException.InvalidMessageException) {
            return ErrorCode.TOO_LARGE;
        }
        if (failure instanceof PulsarClientException.ConsumerBusyException
                || failure instanceof PulsarClientException.IncompatibleSchemaException
                || failure instanceof PulsarClientException.TopicTerminatedException) {
            return ErrorCode.CONFLICT;
        }
        if (failure instanceof PulsarClientException.TooManyRequestsException
                || failure instanceof PulsarClientException.MemoryBufferIsFullError
                || failure instanceof PulsarClientException.ProducerQueueIsFullError
                || failure instanceof PulsarClientException.ProducerBlockedQuotaExceededError
                || failure instanceof PulsarClientException.ProducerBlockedQuotaExceededException) {
            return ErrorCode.OVERLOADED;
        }
        if (failure instanceof PulsarClientException.InvalidServiceURL
                || failure instanceof PulsarClientException.InvalidConfigurationException
                || failure instanceof PulsarClientException.InvalidTopicNameException) {
            return ErrorCode.INVALID_CONFIGURATION;
        }
        if (failure instanceof PulsarClientException.NotAllowedException
                || failure instanceof PulsarClientException.NotSupportedException
                || failure instanceof PulsarClientException.FeatureNotSupportedException) {
            return ErrorCode.UNSUPPORTED;
        }
        // A request that got no answer, or an answer about the broker's own troubles: it is out of reach.
        return failure instanceof IOException || failure instanceof TimeoutException
                ? ErrorCode.UNAVAILABLE
                : ErrorCode.INTERNAL;
    }

    /** Whether something was asked for that is not there. */
    static boolean isMissing(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        return failure instanceof PulsarClientException.NotFoundException
                || failure instanceof PulsarClientException.TopicDoesNotExistException
                || failure instanceof PulsarClientException.SubscriptionNotFoundException;
    }

    /**
     * Whether a message that a producer had taken was certainly not stored, and will not be. What ends a producer ends all
     * that it has under way with the same words, also what the broker has stored and not yet answered.
     */
    static boolean rejects(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        return failure instanceof PulsarClientException.InvalidMessageException
                || failure instanceof PulsarClientException.ProducerQueueIsFullError
                || failure instanceof PulsarClientException.MemoryBufferIsFullError;
    }

    /** Whether a producer that fails with this will never send again: its topic was deleted, or closed for good. */
    static boolean endsProducer(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        return failure instanceof PulsarClientException.AlreadyClosedException
                || failure instanceof PulsarClientException.TopicTerminatedException
                || failure instanceof PulsarClientException.ProducerFencedException
                || isMissing(failure);
    }

    static Throwable unwrapped(Throwable thrown) {
        Throwable failure = thrown;
        while ((failure instanceof ExecutionException
                        || failure instanceof CompletionException
                        || failure.getClass() == PulsarClientException.class)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
