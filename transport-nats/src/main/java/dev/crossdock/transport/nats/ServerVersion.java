package dev.crossdock.transport.nats;

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

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }
}
