package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.Pauses;
import dev.crossdock.messaging.core.Rest;
import dev.crossdock.messaging.spi.Settings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Connects to a server, and, if told to, waits for one that is not there yet. Only an absent one is waited for: a wrong
 * password or an impossible setting does not get better.
 *
 * @param <T> what is opened
 */
final class Opening<T> {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String what;
    private final Door<T> door;
    private final Supplier<Settings> settings;
    private final TimeSource time;

    /**
     * For one thing.
     *
     * @param what what it is, for people, such as {@code the transport kafka}
     * @param settings its settings, anew for each attempt, because they remember what was asked for
     */
    Opening(String what, Door<T> door, Supplier<Settings> settings, TimeSource time) {
        this.what = what;
        this.door = door;
        this.settings = settings;
        this.time = time;
    }

    /** What can be opened. */
    interface Door<T> {
        /** Opens it. */
        T open(Settings settings, TimeSource time) throws Exception;

        /** Closes it, because it was opened with settings that nobody knows. */
        void close(T opened) throws Exception;
    }

    /** What is open, and the settings that it has read. */
    record Opened<T>(T it, Settings settings) {}

    /**
     * Opens it.
     *
     * @param limit how long to wait for a server that is not there; zero for not at all
     */
    Opened<T> open(Duration limit) {
        long end = time.nanos() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Settings asked = settings.get();
            try {
                return new Opened<>(refusingUnknown(asked, door.open(asked, time)), asked);
            } catch (Exception e) {
                MessagingException failure = failure(e);
                boolean absent = failure.code() == ErrorCode.UNAVAILABLE || failure.code() == ErrorCode.TIMEOUT;
                if (!absent || time.nanos() + pause.toNanos() > end) {
                    throw failure;
                }
                asked.refuseUnknown();
                LOG.log(Level.INFO, "The server behind " + what + " is not there yet: " + failure.getMessage());
                rest(pause);
                pause = Pauses.doubled(pause, LONGEST_PAUSE);
            }
        }
    }

    private T refusingUnknown(Settings asked, T opened) {
        try {
            asked.refuseUnknown();
            return opened;
        } catch (MessagingException e) {
            try {
                door.close(opened);
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private MessagingException failure(Exception cause) {
        if (cause instanceof MessagingException known) {
            return known;
        }
        if (cause instanceof InterruptedException) {
            return interrupted(cause);
        }
        boolean unreachable = cause instanceof IOException || cause instanceof TimeoutException;
        return new MessagingException(
                unreachable ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL,
                "Wanted to open " + what + ", found what the cause tells",
                cause);
    }

    private void rest(Duration pause) {
        try {
            Rest.of(pause, time);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private MessagingException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        return new MessagingException(ErrorCode.INTERRUPTED, "Opening " + what + " was interrupted", cause);
    }
}
