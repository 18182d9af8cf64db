package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.kafka.KafkaHarness;

class KafkaSoakTest extends SoakBesideADatabase {
    @Override
    protected TransportHarness harness() {
        return new KafkaHarness();
    }
}
