package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.TlsFailures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What failures of the SDK mean. Pure. */
final class NativeFailures {
    private static final int MAX_CAUSES = 16;
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    private static final Set<String> NOT_ALLOWED =
            Set.of("AccessDenied", "AccessDeniedException", "AuthorizationError", "KMSAccessDenied", "KmsAccessDenied");
    private static final Set<String> NOT_KNOWN = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "InvalidAccessKeyId",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidSecurity",
            "NotAuthorized",
            "AuthFailure");

    private NativeFailures() {}

    static ErrorCode classify(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof MessagingException own) {
            return own.code();
        }
        if (failure instanceof InterruptedException || failure instanceof AbortedException) {
            return ErrorCode.INTERRUPTED;
        }
        if (failure instanceof AwsServiceException answer) {
            return code(answer);
        }
        if (TlsFailures.isRefusal(failure) || isWithoutCredentials(failure)) {
            return ErrorCode.UNAUTHENTICATED;
        }
        boolean network = failure instanceof SdkClientException
                || failure instanceof IOException
                || failure instanceof TimeoutException;
        return network ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    }

    /** Whether what was to be sent was certainly not stored and will not be: it was refused, or did not leave. */
    static boolean rejects(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof AwsServiceException answer) {
            return answer.statusCode() >= 400 && answer.statusCode() < 500;
        }
        return failure instanceof MessagingException
                || hasCause(failure, ConnectException.class)
                || hasCause(failure, UnknownHostException.class)
                || hasCause(failure, SSLHandshakeException.class)
                || isWithoutCredentials(failure);
    }

    static boolean isMissing(Throwable thrown) {
        return classify(thrown) == ErrorCode.NOT_FOUND;
    }

    static Throwable unwrapped(Throwable thrown) {
        Throwable failure = thrown;
        while ((failure instanceof ExecutionException || failure instanceof CompletionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }

    /** What one entry of a batch is told that failed: the code of its own, and whose fault it was. */
    static MessagingException ofEntry(String wanted, String code, String text) {
        ErrorCode kind = switch (code) {
            case "InternalError", "InternalFailure", "ServiceUnavailable" -> ErrorCode.UNAVAILABLE;
            case "RequestThrottled", "ThrottlingException", "OverLimit" -> ErrorCode.OVERLOADED;
            default -> NOT_ALLOWED.contains(code) ? ErrorCode.PERMISSION_DENIED : ErrorCode.INTERNAL;
        };
        return new MessagingException(kind, wanted + ", found " + code + (text.isEmpty() ? "" : ": " + text));
    }

    private static ErrorCode code(AwsServiceException answer) {
        if (answer instanceof QueueDoesNotExistException || answer instanceof NotFoundException) {
            return ErrorCode.NOT_FOUND;
        }
        String full =
                answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
        String code = full == null ? "" : full.substring(full.lastIndexOf('.') + 1);
        if (NOT_ALLOWED.contains(code)) {
            return ErrorCode.PERMISSION_DENIED;
        }
        if (NOT_KNOWN.contains(code)) {
            return ErrorCode.UNAUTHENTICATED;
        }
        if (answer.isThrottlingException() || code.equals("OverLimit")) {
            return ErrorCode.OVERLOADED;
        }
        return switch (code) {
            case "NonExistentQueue", "QueueDoesNotExist", "NotFound", "ResourceNotFound" -> ErrorCode.NOT_FOUND;
            case "QueueNameExists", "QueueAlreadyExists", "QueueDeletedRecently" -> ErrorCode.CONFLICT;
            case "BatchRequestTooLong" -> ErrorCode.TOO_LARGE;
            case "UnsupportedOperation" -> ErrorCode.UNSUPPORTED;
            default ->
                answer.statusCode() >= 500
                        ? ErrorCode.UNAVAILABLE
                        : answer.statusCode() == 403 ? ErrorCode.PERMISSION_DENIED : ErrorCode.INTERNAL;
        };
    }

    private static boolean isWithoutCredentials(Throwable failure) {
        return failure instanceof SdkClientException
                && failure.getMessage() != null
                && failure.getMessage().startsWith(NO_CREDENTIALS);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
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
