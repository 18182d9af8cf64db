package dev.crossdock.conformance.process;

import dev.crossdock.messaging.Ordering;
import java.util.Map;

/**
 * The first line that a worker reads: how to reach the broker, and which member of which group it is.
 *
 * @param claimLeaseMillis how long a claim holds if each message is to be handled once, or 0
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
        long claimLeaseMillis) {}
