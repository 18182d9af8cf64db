package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Connection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's version, as far as it matters. */
record ServerVersion(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4}).*");

    /** 0.0 for what is no version: the oldest there can be, of which nothing is expected. */
    static ServerVersion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? new ServerVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : new ServerVersion(0, 0);
    }

    /**
     * Of the server at the other end.
     *
     * @throws MessagingException with {@link ErrorCode#UNSUPPORTED} if it is too old for what is promised
     */
    static ServerVersion of(Connection connection) {
        String text = connection.getServerInfo().getVersion();
        ServerVersion version = parse(text);
        if (!version.isAtLeast(2, 11)) {
            throw new MessagingException(ErrorCode.UNSUPPORTED, "Wanted a NATS server 2.11 or later, found " + text);
        }
        return version;
    }

    /** Whether it delays messages, and may. */
    boolean schedules(NatsConfig config) {
        return config.schedules() && isAtLeast(2, 12);
    }

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }
}
