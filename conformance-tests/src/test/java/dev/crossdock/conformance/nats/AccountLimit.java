package dev.crossdock.conformance.nats;

import dev.crossdock.conformance.containers.Exhaustion;

/** A limit of bytes at which the account stores no more. A stream's own limit will not do: with schedules it discards the oldest. */
record AccountLimit(NatsContainer server, NatsWitness witness) implements Exhaustion {
    private static final long A_LITTLE = 20_000;

    @Override
    public void begin(String topic) {
        server.limitStorage(witness.storage().used() + A_LITTLE, witness);
    }

    @Override
    public void end(String topic) {
        server.limitStorage(NatsSecurity.UNLIMITED, witness);
    }
}
