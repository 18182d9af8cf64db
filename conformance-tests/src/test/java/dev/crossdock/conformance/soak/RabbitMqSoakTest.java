package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.rabbitmq.RabbitMqHarness;

class RabbitMqSoakTest extends SoakBesideADatabase {
    @Override
    protected TransportHarness harness() {
        return new RabbitMqHarness();
    }
}
