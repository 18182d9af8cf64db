package dev.crossdock.messaging.core.config;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.TransportProvider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Connects to a broker, and, if told to, waits for one that is not there yet. Only an absent broker is waited for: a
 * wrong password or an impossible setting does not get better.
 */
final class Opening {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final TransportProvider provider;
    private final Supplier<Settings> settings;
    private final TimeSource time;

    /**
     * For one transport.
     *
     * @param settings the transport's settings, anew for each attempt, because they remember what was asked for
     */
    Opening(TransportProvider provider, Supplier<Settings> settings, TimeSource time) {
        this.provider = provider;
        this.settings = settings;
        this.time = time;
    }

    /** An open transport, and the settings that it has read. */
    record Opened(Transport transport, Settings settings) {}

    /**
     * Opens it.
     *
     * @param limit how long to wait for a broker that is not there; zero for not at all
     */
    Opened open(Duration limit) {
        long end = time.nanos() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Settings asked = settings.get();
            try {
                return new Opened(refusingUnknown(asked, provider.open(asked, time)), asked);
            } catch (Exception e) {
                MessagingException failure = failure(e);
                boolean absent = failure.code() == ErrorCode.UNAVAILABLE || failure.code() == ErrorCode.TIMEOUT;
                if (!absent || time.nanos() + pause.toNanos() > end) {
                    throw failure;
                }
                asked.refuseUnknown();
                LOG.log(
                        Level.INFO,
                        "The broker of the transport " + provider.name() + " is not there yet: "
                                + failure.getMessage());
                rest(pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        }
    }

    private static Transport refusingUnknown(Settings asked, Transport transport) {
        try {
            asked.refuseUnknown();
            return transport;
        } catch (MessagingException e) {
            try {
                transport.close();
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
                "The transport " + provider.name() + " could not be opened; the cause tells why",
                cause);
    }

    private void rest(Duration pause) {
        CountDownLatch over = new CountDownLatch(1);
        TimeSource.Alarm alarm = time.schedule(pause, over::countDown);
        try {
            // Somebody waits for this call: real time bounds what the alarm ends.
            boolean unused = over.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            alarm.cancel();
        }
    }

    private MessagingException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        return new MessagingException(
                ErrorCode.INTERRUPTED, "Opening the transport " + provider.name() + " was interrupted", cause);
    }
}
