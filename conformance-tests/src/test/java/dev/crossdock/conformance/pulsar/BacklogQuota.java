package dev.crossdock.conformance.pulsar;

import dev.crossdock.conformance.containers.Exhaustion;
import dev.crossdock.conformance.containers.Patience;
import dev.crossdock.messaging.spi.Address;

/** A limit of bytes that nobody has acknowledged yet, above which the broker throws out whoever publishes. */
record BacklogQuota(PulsarAdmin admin) implements Exhaustion {
    private static final String NAMESPACE = "default";
    private static final String KIND = "?backlogQuotaType=destination_storage";

    /** Returns when it is noticed: the broker looks every second. */
    @Override
    public void begin(String topic) {
        String name = WitnessedNames.topic(new Address.Topic(topic));
        admin.setPolicy(NAMESPACE, "backlogQuota" + KIND, "{\"limitSize\": 1, \"policy\": \"producer_exception\"}");
        Patience.await("the broker to throw out who publishes to " + name, () -> admin.publishers(name) == 0);
    }

    @Override
    public void end(String topic) {
        admin.removePolicy(NAMESPACE, "backlogQuota" + KIND);
    }
}
