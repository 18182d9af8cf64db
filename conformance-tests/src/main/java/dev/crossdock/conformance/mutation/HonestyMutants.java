package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.building;
import static dev.crossdock.conformance.mutation.Breakages.deadLetters;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.MessagingConfig;
import java.util.List;
import java.util.Map;

/** Libraries that do not tell the truth. */
final class HonestyMutants {
    private HonestyMutants() {}

    static List<Mutant> all() {
        return lying();
    }

    private static List<Mutant> lying() {
        return List.of(
                named("m54", "says that it replays and does not", "C05.", "O02.")
                        .capabilities(truth -> truth.toBuilder().replays(true).build()),
                named("m55", "says that it keeps no order and does", "D01.accepted", "O02.order")
                        .capabilities(
                                truth -> truth.toBuilder().ordersPerKey(false).build()),
                named("m89", "carries fewer headers than it says", "O03.")
                        .capabilities(truth -> truth.toBuilder()
                                .maxHeaders(truth.maxHeaders() + 5)
                                .build()),
                named("m95", "says that it carries next to no headers", "O01.headers")
                        .capabilities(truth -> truth.toBuilder().maxHeaders(1).build()),
                named("m96", "tells observers everything twice", "Q01.", "B01.R12_CONSERVATION")
                        .config(config -> {
                            MessagingConfig twice = config;
                            for (var observer : config.observers()) {
                                twice = twice.withObserver(observer);
                            }
                            return twice;
                        }),
                named("m97", "fetches a thousand messages unless it is told otherwise", "O05.prefetch")
                        .library(building(new Breakages.Building() {
                            @Override
                            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                                return new BuilderDecorator<>(sound.prefetch(1_000));
                            }
                        })),
                named("m98", "runs one handler whatever it is told", "K05.slot", "K01.reached")
                        .library(building(new Breakages.Building() {
                            @Override
                            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                                return new BuilderDecorator<>(sound) {
                                    @Override
                                    public Consumer.Builder<T> concurrency(int handlers) {
                                        return super.concurrency(1);
                                    }
                                };
                            }
                        })),
                named("m90", "says that all is well whatever happens", "F04.health", "H05.degraded")
                        .library(messaging -> new MessagingDecorator(messaging) {
                            @Override
                            public Health health() {
                                return new Health(Health.Status.UP, Map.of());
                            }
                        }),
                named("m94", "counts dead letters wrong", "F02.told")
                        .library(deadLetters(letters -> new DeadLettersDecorator(letters) {
                            @Override
                            public long count() {
                                return sound.count() + 1;
                            }
                        })),
                named("m91", "discards more than it was told", "G02.rest")
                        .library(deadLetters(letters -> new DeadLettersDecorator(letters) {
                            @Override
                            public boolean discard(String id) {
                                boolean found = sound.discard(id);
                                List<DeadLetter> others = sound.browse(1);
                                return found
                                        && (others.isEmpty()
                                                || sound.discard(others.get(0).entryId()));
                            }
                        })),
                named("m92", "redrives everything whatever was chosen", "G02.")
                        .library(deadLetters(letters -> new DeadLettersDecorator(letters) {
                            @Override
                            public int redrive(java.util.function.Predicate<? super DeadLetter> which) {
                                return sound.redrive(letter -> true);
                            }
                        })),
                named("m93", "does not mind keys that it does not know", "O04.accepted")
                        .config(HonestyMutants::onlyKnown));
    }

    private static MessagingConfig onlyKnown(MessagingConfig config) {
        MessagingConfig known = MessagingConfig.of(Map.of());
        for (Map.Entry<String, String> property : config.properties().entrySet()) {
            if (!property.getKey().equals("crossdock.tranport")) {
                known = known.with(property.getKey(), property.getValue());
            }
        }
        for (var observer : config.observers()) {
            known = known.withObserver(observer);
        }
        return known;
    }
}
