package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the client has to tell about its connection, handed on to whoever it concerns. The server answers what an account
 * may not do with an error of the connection and not of the request, so that somebody has to bring the two together.
 * Thread-safe.
 */
final class Link implements ConnectionListener, ErrorListener {
    private static final Pattern VIOLATION = Pattern.compile(
            "Permissions Violation for (Publish|Subscription) to \"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Exception lastFailure;

    /** Is told. Called by the client's thread; does not block for long. */
    interface Watcher {
        /** The connection is lost; the client makes another. */
        void disconnected(MessagingException reason);

        /** The server does not allow this account to send to a subject, or to subscribe to it. */
        void refused(String subject, MessagingException reason);
    }

    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** What went wrong since there was a connection last; {@code null} if nothing has. */
    @Nullable Exception lastFailure() {
        return lastFailure;
    }

    /** Why there is no connection, when there is none. */
    MessagingException absence() {
        Exception failure = lastFailure;
        ErrorCode code = failure == null ? ErrorCode.UNAVAILABLE : NativeFailures.classify(failure);
        return new MessagingException(
                code == ErrorCode.INTERNAL ? ErrorCode.UNAVAILABLE : code,
                "Wanted the connection to NATS, found that there is none now"
                        + (failure == null
                                ? ""
                                : ", because of " + failure.getClass().getSimpleName()),
                failure);
    }

    @Override
    @SuppressWarnings("deprecation")
    public void connectionEvent(Connection connection, Events type) {
        if (type == Events.CONNECTED || type == Events.RECONNECTED) {
            lastFailure = null;
        }
        if (type == Events.DISCONNECTED || type == Events.CLOSED) {
            for (Watcher watcher : watchers) {
                watcher.disconnected(
                        new MessagingException(ErrorCode.UNAVAILABLE, "The connection to NATS was lost", lastFailure));
            }
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        Matcher violation = VIOLATION.matcher(error);
        if (!violation.find()) {
            return;
        }
        String subject = violation.group(2);
        boolean publish = violation.group(1).equalsIgnoreCase("Publish");
        for (Watcher watcher : watchers) {
            watcher.refused(
                    subject,
                    new MessagingException(
                            ErrorCode.PERMISSION_DENIED,
                            "Wanted to " + (publish ? "send" : "subscribe") + " to '" + subject
                                    + "', found that the server does not allow it to this account"));
        }
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception failure) {
        lastFailure = failure;
    }
}
