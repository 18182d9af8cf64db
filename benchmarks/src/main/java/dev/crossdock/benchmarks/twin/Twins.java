package dev.crossdock.benchmarks.twin;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Work;
import java.util.Map;

/** The bare client of each broker. */
public final class Twins implements Subject.Provider {
    private static final Map<String, Twin> BY_TRANSPORT = Map.of(
            "rabbitmq", RabbitMqTwin::new,
            "kafka", KafkaTwin::new,
            "nats", NatsTwin::new,
            "pulsar", PulsarTwin::new,
            "sqs", SqsTwin::new);

    /** For the worker. */
    public Twins() {}

    @Override
    public Subject open(Broker broker, Work work) throws Exception {
        Twin twin = BY_TRANSPORT.get(broker.transport());
        if (twin == null) {
            throw new IllegalArgumentException("wanted one of " + BY_TRANSPORT.keySet() + ", found " + broker);
        }
        return twin.open(broker.address(), work);
    }

    /** Opens one. */
    private interface Twin {
        Subject open(String address, Work work) throws Exception;
    }
}
