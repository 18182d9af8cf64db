package dev.crossdock.transport.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.crossdock.messaging.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class WhenTheBrokerRefusesTest {
    private static final String OTHER_ORDERING = "PRECONDITION_FAILED - inequivalent arg 'x-single-active-consumer' for"
            + " queue 'orders/billing' in vhost '/': received the value 'true' of type 'bool' but current is none";

    private static ShutdownSignalException channelClosed(int code, String text, int method) {
        return new ShutdownSignalException(
                false,
                false,
                new AMQP.Channel.Close.Builder()
                        .replyCode(code)
                        .replyText(text)
                        .classId(60)
                        .methodId(method)
                        .build(),
                null);
    }

    private static ErrorCode codeOf(int reply, String text) {
        // The client wraps the reason of a channel's end when somebody waited for an answer.
        return NativeFailures.classify(new IOException(channelClosed(reply, text, 10)));
    }

    @Test
    void replyCodesMeanTheSameEverywhere() {
        assertThat(codeOf(403, "ACCESS_REFUSED - …")).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(codeOf(404, "NOT_FOUND - no queue")).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(codeOf(406, OTHER_ORDERING)).isEqualTo(ErrorCode.CONFLICT);
        assertThat(codeOf(530, "NOT_ALLOWED - vhost x not found")).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(codeOf(530, "NOT_ALLOWED - access to vhost 'x' refused for user 'u'"))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(codeOf(320, "CONNECTION_FORCED")).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void otherFailuresAreToldApart() {
        assertThat(NativeFailures.classify(new ConnectException("refused"))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(NativeFailures.classify(new TimeoutException())).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(NativeFailures.classify(new ExecutionException(new AuthenticationFailureException("no"))))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(NativeFailures.classify(new PossibleAuthenticationFailureException(new EOFException())))
                .as("a connection that ended during the login")
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(NativeFailures.classify(new SSLHandshakeException("who?"))).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(NativeFailures.classify(new InterruptedException())).isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(NativeFailures.classify(new IllegalStateException())).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void theArgumentThatDiffersIsNamed() {
        Refusal refusal = Objects.requireNonNull(Refusal.of(channelClosed(406, OTHER_ORDERING, 10)));
        assertThat(refusal.argument()).isEqualTo("x-single-active-consumer");
        assertThat(refusal.difference()).startsWith("received the value 'true'").endsWith("none");
        assertThat(QueueArguments.setting("x-single-active-consumer")).contains("ordering");
        assertThat(refusal.byPublish()).isFalse();
    }

    @Test
    void theExchangeThatWasRefusedIsNamed() {
        Refusal refusal = Objects.requireNonNull(Refusal.of(channelClosed(
                403, "ACCESS_REFUSED - write access to exchange 'amq.default' in vhost '/' refused", 40)));
        assertThat(refusal.byPublish()).isTrue();
        assertThat(refusal.exchange()).as("the default exchange has no name").isEmpty();
    }

    @Test
    void aVersionIsReadAsFarAsItMatters() {
        assertThat(ServerVersion.parse("4.3.6").isAtLeast(4, 3)).isTrue();
        assertThat(ServerVersion.parse("4.10.0-rc.1").isAtLeast(4, 3)).isTrue();
        assertThat(ServerVersion.parse("4.2.9").isAtLeast(4, 3)).isFalse();
        assertThat(ServerVersion.parse(null).isAtLeast(1, 0)).isFalse();
    }
}
