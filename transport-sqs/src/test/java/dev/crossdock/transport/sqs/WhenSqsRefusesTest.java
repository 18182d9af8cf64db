package dev.crossdock.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.ErrorCode;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class WhenSqsRefusesTest {
    @ParameterizedTest
    @CsvSource({
        "AccessDenied, 403, PERMISSION_DENIED",
        "AccessDeniedException, 400, PERMISSION_DENIED",
        "InvalidClientTokenId, 403, UNAUTHENTICATED",
        "SignatureDoesNotMatch, 403, UNAUTHENTICATED",
        "ExpiredToken, 403, UNAUTHENTICATED",
        "RequestThrottled, 400, OVERLOADED",
        "OverLimit, 403, OVERLOADED",
        "AWS.SimpleQueueService.NonExistentQueue, 400, NOT_FOUND",
        "QueueDeletedRecently, 400, CONFLICT",
        "InternalError, 500, UNAVAILABLE",
        "ServiceUnavailable, 503, UNAVAILABLE",
        "Whatever, 400, INTERNAL"
    })
    void theCodeSaysWhy(String code, int status, ErrorCode expected) {
        Throwable failure = SqsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("")
                        .build())
                .build();
        assertThat(NativeFailures.classify(new CompletionException(failure))).isEqualTo(expected);
        assertThat(NativeFailures.rejects(failure)).isEqualTo(status < 500);
    }

    @Test
    void whatIsMissingIsNotFound() {
        assertThat(NativeFailures.classify(QueueDoesNotExistException.builder().build()))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(NativeFailures.classify(NotFoundException.builder().build())).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void whoCannotBeTrustedIsNotAuthenticated() {
        Throwable failure = SdkClientException.create("failed", new SSLHandshakeException("who are you"));
        assertThat(NativeFailures.classify(failure)).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(NativeFailures.rejects(failure)).isTrue();
    }

    @Test
    void whoCannotBeReachedIsUnavailable() {
        Throwable failure = SdkClientException.create("failed", new ConnectException("refused"));
        assertThat(NativeFailures.classify(failure)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(NativeFailures.rejects(failure)).isTrue();
        assertThat(NativeFailures.rejects(SdkClientException.create("no answer")))
                .isFalse();
    }
}
