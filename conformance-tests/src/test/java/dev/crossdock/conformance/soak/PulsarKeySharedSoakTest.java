package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.pulsar.PulsarHarness;

class PulsarKeySharedSoakTest extends SoakBesideADatabase {
    @Override
    protected TransportHarness harness() {
        return new PulsarHarness.KeyShared();
    }
}
