package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Message;
import io.nats.client.api.ApiResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a stream answers to a message that was sent to it. */
final class Answer {
    private static final byte[] ERROR = "\"error\":".getBytes(StandardCharsets.US_ASCII);
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
        byte[] data = answer.getData();
        // Nearly all are a stream and a number: no need to take them apart.
        if (!contains(data)) {
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

    private static boolean contains(byte[] data) {
        for (int i = 0; i + ERROR.length <= data.length; i++) {
            int same = 0;
            while (same < ERROR.length && data[i + same] == ERROR[same]) {
                same++;
            }
            if (same == ERROR.length) {
                return true;
            }
        }
        return false;
    }
}
