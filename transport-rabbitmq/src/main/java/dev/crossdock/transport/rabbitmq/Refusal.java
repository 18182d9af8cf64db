package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the broker said when it closed a channel or a connection.
 *
 * @param code the protocol's reply code, such as 404
 * @param text the broker's own words
 * @param byPublish whether a publish was the reason
 */
record Refusal(int code, String text, boolean byPublish) {
    private static final Pattern ARGUMENT =
            Pattern.compile("inequivalent arg '([^']*)'.*: (received .*)", Pattern.DOTALL);
    private static final Pattern EXCHANGE = Pattern.compile("exchange '([^']*)'");
    private static final int BASIC = 60;
    private static final int PUBLISH = 40;
    private static final int MAX_CAUSES = 8;

    /** What is to be found in a failure or its causes; {@code null} if the broker gave no reason. */
    static @Nullable Refusal of(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof ShutdownSignalException signal) {
                Object reason = signal.getReason();
                if (reason instanceof AMQP.Channel.Close close) {
                    boolean publish = close.getClassId() == BASIC && close.getMethodId() == PUBLISH;
                    return new Refusal(close.getReplyCode(), close.getReplyText(), publish);
                }
                if (reason instanceof AMQP.Connection.Close close && !signal.isInitiatedByApplication()) {
                    return new Refusal(close.getReplyCode(), close.getReplyText(), false);
                }
            }
            cause = cause.getCause();
        }
        return null;
    }

    static int codeOf(Throwable failure) {
        Refusal refusal = of(failure);
        return refusal == null ? 0 : refusal.code();
    }

    /** The argument in which a declaration differs from what is there; {@code null} if the text names none. */
    @Nullable String argument() {
        Matcher matcher = ARGUMENT.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** How it differs, in the broker's words. */
    String difference() {
        Matcher matcher = ARGUMENT.matcher(text);
        return matcher.find() ? matcher.group(2) : text;
    }

    /** The exchange that the text names, empty for the default one; {@code null} if it names none. */
    @Nullable String exchange() {
        Matcher matcher = EXCHANGE.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1).equals("amq.default") ? "" : matcher.group(1);
    }
}
