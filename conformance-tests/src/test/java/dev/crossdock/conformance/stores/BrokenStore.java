package dev.crossdock.conformance.stores;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.time.Duration;
import java.util.Optional;

/** A store that does everything right, for others to break one thing. */
class BrokenStore implements IdempotencyStore {
    final IdempotencyStore right;

    BrokenStore(IdempotencyStore right) {
        this.right = right;
    }

    @Override
    public Claim claim(String scope, String key, Duration lease) throws Exception {
        return right.claim(scope, key, lease);
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) throws Exception {
        return right.renew(claim, lease);
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
        return right.complete(claim, retention);
    }

    @Override
    public boolean keepsResults() {
        return right.keepsResults();
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention, byte[] result) throws Exception {
        return right.complete(claim, retention, result);
    }

    @Override
    public Optional<byte[]> result(String scope, String key) throws Exception {
        return right.result(scope, key);
    }

    @Override
    public void release(Claim.Acquired claim) throws Exception {
        right.release(claim);
    }

    @Override
    public void close() throws Exception {
        right.close();
    }
}
