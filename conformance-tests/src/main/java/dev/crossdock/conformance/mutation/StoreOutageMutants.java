package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.conformance.once.StoreDecorator;
import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Engines that go on without their store. */
final class StoreOutageMutants {
    private StoreOutageMutants() {}

    static List<Mutant> all() {
        return List.of(
                named("m105", "takes what it cannot claim for new", "H05.handled")
                        .config(storing(sound -> new StoreDecorator(sound) {
                            @Override
                            public Claim claim(String scope, String key, Duration lease) {
                                try {
                                    return sound.claim(scope, key, lease);
                                } catch (Exception away) {
                                    return new Claim.Acquired(scope, key, 0);
                                }
                            }
                        })),
                named("m106", "takes what it cannot claim for done", "H05.settled")
                        .config(storing(sound -> new StoreDecorator(sound) {
                            @Override
                            public Claim claim(String scope, String key, Duration lease) {
                                try {
                                    return sound.claim(scope, key, lease);
                                } catch (Exception away) {
                                    return new Claim.Completed();
                                }
                            }
                        })),
                named("m107", "settles what it could not mark", "H05.settled")
                        .config(storing(sound -> new StoreDecorator(sound) {
                            @Override
                            public boolean complete(Claim.Acquired claim, Duration retention) {
                                try {
                                    return sound.complete(claim, retention);
                                } catch (Exception away) {
                                    return true;
                                }
                            }
                        })));
    }

    private static UnaryOperator<MessagingConfig> storing(UnaryOperator<IdempotencyStore> otherwise) {
        return config -> config.idempotencyStore()
                .map(store -> config.withIdempotencyStore(otherwise.apply(store)))
                .orElse(config);
    }
}
