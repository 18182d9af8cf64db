package dev.crossdock.cli;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.time.Duration;

/**
 * Stands for the store that the programs use, so that a command needs neither its jar nor its server: whatever a command
 * handles, it handles without one.
 */
final class NoStore implements IdempotencyStore {
    @Override
    public Claim claim(String scope, String key, Duration lease) {
        throw unused();
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) {
        throw unused();
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) {
        throw unused();
    }

    @Override
    public void release(Claim.Acquired claim) {
        throw unused();
    }

    private static IllegalStateException unused() {
        return new IllegalStateException("The command line handles nothing once");
    }
}
