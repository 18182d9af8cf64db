package dev.crossdock.messaging;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of this library: a {@linkplain #code() code} for programs, a message for people, and the native
 * client's exception, untouched, as the {@linkplain #getCause() cause}.
 *
 * <p>The message begins with the code and says what was wanted, what was found and what is possible. It never holds a
 * secret or a message body.
 */
public final class MessagingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Makes an exception that no other one caused. */
    public MessagingException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Makes an exception that wraps the one which caused it. */
    public MessagingException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(code, "code") + ": " + message, cause);
        this.code = code;
    }

    /** What kind of thing went wrong. */
    public ErrorCode code() {
        return code;
    }
}
