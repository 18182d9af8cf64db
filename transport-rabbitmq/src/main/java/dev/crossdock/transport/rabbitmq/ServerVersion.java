package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.Connection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The broker's version, as far as it matters. */
record ServerVersion(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    static ServerVersion of(Connection connection) {
        return parse(connection.getServerProperties().get("version"));
    }

    /** 0.0 for what is no version: the oldest there can be, of which nothing is expected. */
    static ServerVersion parse(@Nullable Object text) {
        Matcher matcher = FORM.matcher(String.valueOf(text));
        return matcher.matches()
                ? new ServerVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : new ServerVersion(0, 0);
    }

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }
}
