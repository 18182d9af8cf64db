package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.sqs.SqsHarness;

class SqsStandardSoakTest extends SoakBesideADatabase {
    @Override
    protected TransportHarness harness() {
        return new SqsHarness.Standard();
    }
}
