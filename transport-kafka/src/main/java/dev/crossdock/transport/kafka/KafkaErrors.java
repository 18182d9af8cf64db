package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What the native client's exceptions mean. Pure. */
final class KafkaErrors {
    private KafkaErrors() {}

    static ErrorCode code(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof MessagingException own) {
            return own.code();
        }
        if (failure instanceof InterruptException || failure instanceof InterruptedException) {
            return ErrorCode.INTERRUPTED;
        }
        if (failure instanceof AuthenticationException) {
            return ErrorCode.UNAUTHENTICATED;
        }
        if (failure instanceof AuthorizationException) {
            return ErrorCode.PERMISSION_DENIED;
        }
        if (failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException) {
            return ErrorCode.TOO_LARGE;
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return ErrorCode.NOT_FOUND;
        }
        if (failure instanceof BufferExhaustedException || failure instanceof ThrottlingQuotaExceededException) {
            return ErrorCode.OVERLOADED;
        }
        if (isUnknownHost(failure)) {
            return ErrorCode.UNAVAILABLE;
        }
        if (failure instanceof ConfigException
                || failure instanceof InvalidConfigurationException
                || failure instanceof InvalidReplicationFactorException) {
            return ErrorCode.INVALID_CONFIGURATION;
        }
        if (failure instanceof InvalidTopicException || failure instanceof PolicyViolationException) {
            return ErrorCode.CONFLICT;
        }
        if (failure instanceof UnsupportedVersionException) {
            return ErrorCode.UNSUPPORTED;
        }
        // A request that got no answer: whatever it was, the broker is out of reach.
        if (failure instanceof TimeoutException || failure instanceof RetriableException) {
            return ErrorCode.UNAVAILABLE;
        }
        Throwable cause = failure.getCause();
        return failure instanceof KafkaException && cause != null && cause != failure
                ? code(cause)
                : ErrorCode.INTERNAL;
    }

    /** The client calls that a setting, but names are known later than programs start, as where everything starts at once. */
    private static boolean isUnknownHost(Throwable failure) {
        return failure instanceof ConfigException
                && failure.getMessage() != null
                && failure.getMessage().startsWith("No resolvable bootstrap urls");
    }

    /** Whether a record that the client had taken was certainly not stored, and will not be. */
    static boolean rejects(Throwable answer) {
        return answer instanceof RecordTooLargeException
                || answer instanceof RecordBatchTooLargeException
                || answer instanceof AuthorizationException
                || answer instanceof AuthenticationException
                || answer instanceof InvalidTopicException
                || answer instanceof UnknownTopicOrPartitionException
                || answer instanceof CorruptRecordException
                || answer instanceof SerializationException
                || answer instanceof PolicyViolationException;
    }

    /** Whether a producer that has met this is of no more use. */
    static boolean endsProducer(Throwable answer) {
        return answer instanceof ProducerFencedException
                || answer instanceof InvalidProducerEpochException
                || answer instanceof InvalidPidMappingException
                || answer instanceof OutOfOrderSequenceException
                || answer instanceof UnsupportedVersionException
                || answer instanceof ClusterAuthorizationException;
    }

    static Throwable unwrapped(Throwable thrown) {
        Throwable failure = thrown;
        while ((failure instanceof ExecutionException || failure instanceof CompletionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }
}
