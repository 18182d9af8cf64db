package dev.crossdock.conformance;

import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the suite of idempotency stores needs of one store. What cannot be done throws
 * {@link UnsupportedOperationException}; the scenario ends as {@link Outcome#UNKNOWN} then.
 */
public interface StoreHarness extends AutoCloseable {
    /** Which store it is; its {@code transport} is {@link IdempotencyStoreConformance#STORE}. */
    TransportIdentity identity();

    /**
     * Opens another instance on the same records, or, for a store of one process, hands out that one; the caller closes it.
     *
     * @param time the clock of the instance's machine, which may be wrong
     */
    default IdempotencyStore open(TimeSource time) throws Exception {
        return StoreOpening.open(configuration(), time);
    }

    /** How another process opens it: {@code crossdock.idempotency.store} and the section of that store. */
    default Map<String, String> configuration() {
        throw new UnsupportedOperationException("this store lives in one process");
    }

    /** Does to its server what life does. */
    default BrokerControl control() {
        throw new UnsupportedOperationException("this store cannot be stopped");
    }

    /** How many records there are, in whatever state. */
    default long records() throws Exception {
        throw new UnsupportedOperationException("the records of this store cannot be counted");
    }

    /** Makes all records older, as if their leases and retentions had ended so much earlier. */
    default void age(Duration by) throws Exception {
        throw new UnsupportedOperationException("the records of this store cannot be made older");
    }

    /** Who may use its server; empty if it has none, or one without TLS and accounts. */
    default Optional<StoreSecurity> security() {
        return Optional.empty();
    }

    /** How long anything that must happen may take before the scenario fails. */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }

    /** Removes what was made for the run. */
    @Override
    void close();
}
