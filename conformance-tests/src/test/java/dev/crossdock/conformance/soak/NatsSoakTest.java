package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.nats.NatsHarness;

class NatsSoakTest extends SoakBesideADatabase {
    @Override
    protected TransportHarness harness() {
        return new NatsHarness();
    }
}
