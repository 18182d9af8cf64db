package dev.crossdock.conformance.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.time.Duration;

/** A store that does what another one does; others change one method. */
public class StoreDecorator implements IdempotencyStore {
    /** The sound one. */
    protected final IdempotencyStore sound;

    /** Decorates a sound one. */
    public StoreDecorator(IdempotencyStore sound) {
        this.sound = sound;
    }

    @Override
    public Claim claim(String scope, String key, Duration lease) throws Exception {
        return sound.claim(scope, key, lease);
    }

    @Override
    public boolean renew(Claim.Acquired claim, Duration lease) throws Exception {
        return sound.renew(claim, lease);
    }

    @Override
    public boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
        return sound.complete(claim, retention);
    }

    @Override
    public void release(Claim.Acquired claim) throws Exception {
        sound.release(claim);
    }
}
