package dev.crossdock.conformance.stores;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.core.once.InMemoryIdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Stores that are broken in one way each. */
final class StoreMutants {
    private StoreMutants() {}

    /**
     * One of them.
     *
     * @param designated which scenarios have to find it out
     */
    record Mutant(String id, String title, List<String> designated, Breaking breaking) {}

    /** Breaks an instance. */
    interface Breaking {
        IdempotencyStore of(IdempotencyStore right, TimeSource time);
    }

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "s01",
                        "hands out what is busy",
                        List.of("H13", "H15", "H21", "H22", "H24"),
                        (right, time) -> new Greedy(right)),
                new Mutant("s02", "asks nobody for his token", List.of("H12"), (right, time) -> new Trusting(right)),
                new Mutant("s03", "forgets what is done", List.of("H11", "H14"), (right, time) -> new Forgetful(right)),
                new Mutant(
                        "s04", "remembers what is done for ever", List.of("H14"), (right, time) -> new Faithful(right)),
                new Mutant("s05", "folds and trims keys", List.of("H16"), (right, time) -> new Folding(right)),
                new Mutant(
                        "s06",
                        "lets scopes and keys run into each other",
                        List.of("H16"),
                        (right, time) -> new Joining(right)),
                new Mutant("s07", "reckons leases with the clocks of instances", List.of("H17"), Clocked::new),
                new Mutant(
                        "s08",
                        "claims by itself when its server is away",
                        List.of("H18"),
                        (right, time) -> new Optimist(right)),
                new Mutant(
                        "s09",
                        "shares nothing between instances",
                        List.of("H15", "H19", "H24"),
                        (right, time) -> new Alone(right, time)),
                new Mutant("s10", "keeps what is over for ever", List.of("H20"), (right, time) -> right),
                new Mutant("s11", "keeps no result", List.of("H23"), (right, time) -> new Resultless(right)),
                new Mutant("s12", "cuts results at 64 KiB", List.of("H23"), (right, time) -> new Cutting(right)));
    }

    private static final class Greedy extends BrokenStore {
        Greedy(IdempotencyStore right) {
            super(right);
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) throws Exception {
            Claim claim = super.claim(scope, key, lease);
            return claim instanceof Claim.Busy ? new Claim.Acquired(scope, key, Long.MAX_VALUE) : claim;
        }
    }

    private static final class Trusting extends BrokenStore {
        Trusting(IdempotencyStore right) {
            super(right);
        }

        @Override
        public boolean renew(Claim.Acquired claim, Duration lease) throws Exception {
            boolean unused = super.renew(claim, lease);
            return true;
        }
    }

    private static final class Forgetful extends BrokenStore {
        Forgetful(IdempotencyStore right) {
            super(right);
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
            boolean current = super.complete(claim, Duration.ofNanos(1));
            return current;
        }
    }

    private static final class Faithful extends BrokenStore {
        Faithful(IdempotencyStore right) {
            super(right);
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention) throws Exception {
            return super.complete(claim, retention.plusDays(1));
        }
    }

    private static final class Folding extends BrokenStore {
        Folding(IdempotencyStore right) {
            super(right);
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) throws Exception {
            return super.claim(scope, key.strip().toLowerCase(Locale.ROOT), lease);
        }
    }

    private static final class Joining extends BrokenStore {
        Joining(IdempotencyStore right) {
            super(right);
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) throws Exception {
            return super.claim("", scope + key, lease);
        }
    }

    private static final class Clocked extends BrokenStore {
        private final Duration ahead;

        Clocked(IdempotencyStore right, TimeSource time) {
            super(right);
            ahead = Duration.between(Instant.now(), time.now());
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) throws Exception {
            Duration left = lease.plus(ahead);
            return super.claim(scope, key, left.isNegative() ? Duration.ofMillis(1) : left);
        }
    }

    private static final class Optimist extends BrokenStore {
        Optimist(IdempotencyStore right) {
            super(right);
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) {
            try {
                return super.claim(scope, key, lease);
            } catch (Exception e) {
                return new Claim.Acquired(scope, key, 1);
            }
        }
    }

    private static final class Resultless extends BrokenStore {
        Resultless(IdempotencyStore right) {
            super(right);
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention, byte[] result) throws Exception {
            return super.complete(claim, retention);
        }
    }

    private static final class Cutting extends BrokenStore {
        private static final int MOST = 65_535;

        Cutting(IdempotencyStore right) {
            super(right);
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention, byte[] result) throws Exception {
            return super.complete(claim, retention, Arrays.copyOf(result, Math.min(result.length, MOST)));
        }
    }

    private static final class Alone extends BrokenStore {
        private final IdempotencyStore unused;

        Alone(IdempotencyStore unused, TimeSource time) {
            super(new InMemoryIdempotencyStore(time, 1000));
            this.unused = unused;
        }

        @Override
        public void close() throws Exception {
            unused.close();
        }
    }
}
