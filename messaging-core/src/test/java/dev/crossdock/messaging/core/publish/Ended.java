package dev.crossdock.messaging.core.publish;

import dev.crossdock.messaging.MessagingException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** How publishes ended. */
final class Ended {
    private Ended() {}

    /** Waits until one ends, which has to be a failure. */
    static MessagingException failure(CompletableFuture<Void> publish) throws Exception {
        try {
            publish.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return (MessagingException) e.getCause();
        }
        throw new AssertionError("it did not fail");
    }
}
