package dev.crossdock.conformance.process;

import dev.crossdock.messaging.Ordering;
import java.util.Map;

/** The first line that a worker reads: how to reach the broker, and which member of which group it is. */
record WorkerPlan(
        Map<String, String> configuration,
        String topic,
        String group,
        Ordering ordering,
        int concurrency,
        int prefetch,
        int maxAttempts,
        long retryDelayMillis,
        long leaseMillis) {}
