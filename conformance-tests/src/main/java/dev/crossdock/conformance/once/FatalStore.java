package dev.crossdock.conformance.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.io.IOException;
import java.time.Duration;

/** A store that kills a process which comes to mark a key as done. Thread-safe. */
public final class FatalStore extends StoreDecorator {
    /** When it does. */
    public enum Moment {
        /** The mark is not made. */
        BEFORE_THE_MARK,
        /** The mark is made, and nobody is told. */
        AFTER_THE_MARK
    }

    private final Moment moment;
    private volatile int spared;
    private volatile String key = "";
    private volatile Runnable blow = () -> {};

    /**
     * One that does no harm until it is {@linkplain #arm armed}.
     *
     * @param sound where the marks are
     */
    public FatalStore(IdempotencyStore sound, Moment moment) {
        super(sound);
        this.moment = moment;
    }

    /**
     * Lets so many keys be marked, and gives the blow at the next.
     *
     * @param fatal kills who is asking, and returns when it is gone
     */
    public void arm(int marks, Runnable fatal) {
        spared = marks;
        blow = fatal;
    }

    /** The key at which it gave the blow; empty until then. */
    public String key() {
        return key;
    }

    // One at a time: whoever comes while somebody is being killed is a survivor.
    @Override
    public synchronized boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
        if (!key.isEmpty() || spared-- > 0) {
            return sound.complete(claim, retention);
        }
        key = claim.key();
        if (moment == Moment.AFTER_THE_MARK && !sound.complete(claim, retention)) {
            throw new IllegalStateException("wanted the claim of " + key + " to be current, found that it is not");
        }
        blow.run();
        throw new IOException("nobody is there any more to be answered");
    }
}
