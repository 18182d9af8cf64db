package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Message;
import io.nats.client.api.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a stream answers to a message that was sent to it. */
final class Answer {
    /** What an answer begins with; an error would stand before the stream. */
    private static final byte[] STORED = "{\"stream\":".getBytes(StandardCharsets.US_ASCII);

    private static final int NO_RESPONDERS = 503;

    private Answer() {}

    /** Why it was not stored; {@code null} if it was. */
    static @Nullable MessagingException refusal(Message answer, String subject) {
        if (answer.isStatusMessage()) {
            return answer.getStatus().getCode() == NO_RESPONDERS
                    ? new MessagingException(
                            ErrorCode.NOT_FOUND,
                            "Wanted to send to '" + subject + "', found no stream that takes it; nothing was stored")
                    : refused(
                            subject,
                            answer.getStatus().getMessage(),
                            answer.getStatus().getCode(),
                            0);
        }
        // Nearly all are a stream and a number: no need to take them apart.
        if (answer.getData().length > STORED.length && Arrays.mismatch(answer.getData(), STORED) == STORED.length) {
            return null;
        }
        ApiResponse<?> response = new ApiResponse<Object>(answer) {};
        return response.hasError()
                ? refused(subject, response.getDescription(), response.getErrorCode(), response.getApiErrorCode())
                : null;
    }

    private static MessagingException refused(String subject, @Nullable String why, int code, int apiCode) {
        return new MessagingException(
                NativeFailures.code(code, apiCode),
                "Wanted to send to '" + subject + "', found that the server refuses it: " + why + " [" + apiCode + "]");
    }
}
