package dev.crossdock.conformance.process;

import dev.crossdock.messaging.Ordering;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first line that a worker reads: how to reach the broker, and which member of which group it is.
 *
 * @param claimLeaseMillis how long a claim holds if each message is to be handled once, or 0
 * @param deed the class of what its handler does besides, or {@code null}
 * @param deedSettings what that is given
 */
record WorkerPlan(
        Map<String, String> configuration,
        String topic,
        String group,
        Ordering ordering,
        int concurrency,
        int prefetch,
        int maxAttempts,
        long retryDelayMillis,
        long leaseMillis,
        long claimLeaseMillis,
        @Nullable String deed,
        Map<String, String> deedSettings) {}
