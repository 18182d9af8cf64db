package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.building;
import static dev.crossdock.conformance.mutation.Breakages.consumers;
import static dev.crossdock.conformance.mutation.Breakages.deadLetters;
import static dev.crossdock.conformance.mutation.Breakages.publishing;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.AsyncHandler;
import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Failure;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.StartFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Engines that do not do what they were asked to. */
final class LibraryMutants {
    private LibraryMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(consuming());
        all.addAll(retrying());
        all.addAll(once());
        all.addAll(publishers());
        all.addAll(closing());
        all.addAll(lying());
        return all;
    }

    private static List<Mutant> consuming() {
        return List.of(
                named("m09", "does not keep order per key", "D02.R", "D01.R8_ORDER")
                        .library(building(new Breakages.Building() {
                            @Override
                            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                                return new BuilderDecorator<>(sound) {
                                    @Override
                                    public Consumer.Builder<T> ordering(Ordering ordering) {
                                        return this;
                                    }
                                };
                            }
                        })),
                named("m18", "settles when an asynchronous handler returns", "B06.early")
                        .library(building(new Breakages.Building() {
                            @Override
                            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                                return new BuilderDecorator<>(sound) {
                                    @Override
                                    public Consumer handleAsync(AsyncHandler<? super T> handler) {
                                        @SuppressWarnings("unchecked")
                                        AsyncHandler<T> exact = (AsyncHandler<T>) handler;
                                        return super.handleAsync((Delivery<T> delivery) -> {
                                            var ignored = exact.handle(delivery);
                                            return CompletableFuture.completedFuture(Outcome.accept());
                                        });
                                    }
                                };
                            }
                        })),
                named("m26", "lets what a handler does to a body into the next attempt", "E06.R10_FIDELITY")
                        .library(building(new Breakages.Building() {
                            private final Map<String, Object> bodies = new ConcurrentHashMap<>();

                            @Override
                            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                                return new BuilderDecorator<>(sound) {
                                    @Override
                                    public Consumer decide(DecidingHandler<? super T> handler) {
                                        @SuppressWarnings("unchecked")
                                        DecidingHandler<T> exact = (DecidingHandler<T>) handler;
                                        return super.decide(
                                                (Delivery<T> delivery) -> exact.handle(remembered(delivery)));
                                    }
                                };
                            }

                            @SuppressWarnings("unchecked")
                            private <T> Delivery<T> remembered(Delivery<T> delivery) {
                                T body = (T) bodies.computeIfAbsent(delivery.id(), id -> delivery.body());
                                Message<T> message = delivery.message();
                                return new Delivery<>(
                                        new Message<>(
                                                message.id(), body, message.key(), message.headers(), Duration.ZERO),
                                        delivery.attempt(),
                                        delivery.topic(),
                                        delivery.group(),
                                        delivery.envelope(),
                                        delivery.fencingToken());
                            }
                        })),
                named("m48", "fetches without bound", "K02.unbounded").library(building(new Breakages.Building() {
                    @Override
                    public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                        return new BuilderDecorator<>(sound) {
                            @Override
                            public Consumer.Builder<T> prefetch(int messages) {
                                return super.prefetch(1_000_000);
                            }
                        };
                    }
                })),
                named("m80", "runs one handler more than it was told", "K01.")
                        .library(building(new Breakages.Building() {
                            @Override
                            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                                return new BuilderDecorator<>(sound) {
                                    @Override
                                    public Consumer.Builder<T> concurrency(int handlers) {
                                        return super.concurrency(handlers + 1);
                                    }
                                };
                            }
                        })),
                named("m81", "starts a new group with what it was told not to want", "C05.")
                        .library(building(new Breakages.Building() {
                            @Override
                            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                                return new BuilderDecorator<>(sound) {
                                    @Override
                                    public Consumer.Builder<T> startFrom(StartFrom start) {
                                        return this;
                                    }
                                };
                            }
                        })),
                named("m82", "drops what it was told to keep", "F04.").library(building(new Breakages.Building() {
                    @Override
                    public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                        return new BuilderDecorator<>(sound) {
                            @Override
                            public Consumer.Builder<T> onExhausted(OnExhausted choice) {
                                return super.onExhausted(OnExhausted.DISCARD);
                            }
                        };
                    }
                })),
                named("m47", "runs one handler more after a change", "K01.changed")
                        .library(consumers((consumer, topic) -> new ConsumerDecorator(consumer) {
                            @Override
                            public void concurrency(int handlers) {
                                sound.concurrency(handlers + 1);
                            }
                        })),
                named("m83", "ignores a pause", "K03.paused")
                        .library(consumers((consumer, topic) -> new ConsumerDecorator(consumer) {
                            @Override
                            public void pause() {}
                        })),
                named("m84", "does not go on after a pause", "K03.resumed")
                        .library(consumers((consumer, topic) -> new ConsumerDecorator(consumer) {
                            @Override
                            public void resume() {}
                        })));
    }

    private static List<Mutant> retrying() {
        return List.of(
                named("m22", "makes one attempt too many", "E02.max")
                        .library(building(retrying(policy -> new RetryPolicy() {
                            @Override
                            public Outcome decide(Failure failure) {
                                int earlier = Math.max(1, failure.attempt() - 1);
                                return policy.decide(new Failure(failure.cause(), earlier, failure.messageId()));
                            }
                        }))),
                named("m23", "makes one attempt too few", "E02.max")
                        .library(building(retrying(policy -> failure -> policy.decide(
                                new Failure(failure.cause(), failure.attempt() + 1, failure.messageId()))))),
                named("m24", "does not wait between attempts", "E03.early")
                        .library(building(retrying(policy -> failure -> policy.decide(failure) instanceof Outcome.Retry
                                ? Outcome.retryAfter(Duration.ZERO)
                                : policy.decide(failure)))),
                named("m25", "waits much longer than it should", "E03.late")
                        .library(building(retrying(policy ->
                                failure -> policy.decide(failure) instanceof Outcome.Retry retry
                                        ? Outcome.retryAfter(
                                                (retry.delay() == null ? Duration.ZERO : retry.delay()).multipliedBy(3))
                                        : policy.decide(failure)))),
                named("m85", "asks the policy without the cause", "E04.attempts")
                        .library(building(retrying(policy -> failure -> policy.decide(new Failure(
                                new IllegalStateException("lost"), failure.attempt(), failure.messageId()))))));
    }

    private static List<Mutant> once() {
        return List.of(
                named("m36", "does not look for duplicates", "H06.", "H01.").library(building(new Breakages.Building() {
                    @Override
                    public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                        return new BuilderDecorator<>(sound) {
                            @Override
                            public Consumer.Builder<T> idempotent(Idempotency<? super T> idempotency) {
                                return this;
                            }
                        };
                    }
                })),
                named("m37", "marks a message as done before its handler", "H02.")
                        .config(config -> config.withIdempotencyStore(new HastyStore(true))),
                named("m38", "does not tell groups apart when it looks for duplicates", "H04.")
                        .config(config -> config.withIdempotencyStore(new HastyStore(false))));
    }

    private static List<Mutant> publishers() {
        AtomicInteger count = new AtomicInteger();
        return List.of(
                named("m44", "never ends some publishes", "A06.").library(publishing(new Breakages.Publishing() {
                    @Override
                    public <T> Publisher<T> publisher(Publisher<T> sound) {
                        return new PublisherDecorator<>(sound) {
                            @Override
                            public CompletionStage<Void> publishAsync(Message<T> message) {
                                CompletionStage<Void> answer = super.publishAsync(message);
                                return count.incrementAndGet() % 100 == 0 ? new CompletableFuture<>() : answer;
                            }
                        };
                    }
                })),
                named("m86", "mixes up the results of a batch", "A03.").library(publishing(new Breakages.Publishing() {
                    @Override
                    public <T> Publisher<T> publisher(Publisher<T> sound) {
                        return new PublisherDecorator<>(sound) {
                            @Override
                            public List<PublishResult> publishAll(List<Message<T>> messages) {
                                List<PublishResult> results = new ArrayList<>(super.publishAll(messages));
                                java.util.Collections.reverse(results);
                                return results;
                            }
                        };
                    }
                })),
                named("m87", "publishes from several threads in any order", "A05.")
                        .library(publishing(new Breakages.Publishing() {
                            @Override
                            public <T> Publisher<T> publisher(Publisher<T> sound) {
                                return new PublisherDecorator<>(sound) {
                                    private final AtomicLong calls = new AtomicLong();

                                    @Override
                                    public void publish(Message<T> message) {
                                        if (calls.incrementAndGet() % 500 == 0) {
                                            throw new dev.crossdock.messaging.MessagingException(
                                                    dev.crossdock.messaging.ErrorCode.INTERNAL, "a race");
                                        }
                                        super.publish(message);
                                    }
                                };
                            }
                        })));
    }

    private static List<Mutant> closing() {
        return List.of(
                named("m49", "starts handlers after close", "L03.")
                        .library(consumers((consumer, topic) -> new ConsumerDecorator(consumer) {
                            @Override
                            public boolean close(Duration limit) {
                                return true;
                            }
                        })),
                named("m50", "does not wait for running handlers", "L01.")
                        .library(consumers((consumer, topic) -> new ConsumerDecorator(consumer) {
                            @Override
                            public boolean close(Duration limit) {
                                return sound.close(Duration.ZERO);
                            }
                        })),
                named("m51", "leaves a thread behind", "L04.threads").library(consumers((consumer, topic) -> {
                    CountDownLatch never = new CountDownLatch(1);
                    Thread left = new Thread(
                            () -> {
                                try {
                                    never.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            "left-behind-" + topic);
                    left.setDaemon(true);
                    left.start();
                    return consumer;
                })),
                named("m88", "does not mind how long close takes", "L02.late")
                        .library(consumers((consumer, topic) -> new ConsumerDecorator(consumer) {
                            @Override
                            public boolean close(Duration limit) {
                                return sound.close(limit.plusSeconds(2));
                            }
                        })));
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
                named("m96", "tells observers everything twice", "Q01.").config(config -> {
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
                named("m90", "says that all is well whatever happens", "F04.health")
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
                        .config(LibraryMutants::onlyKnown));
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

    private static Breakages.Building retrying(java.util.function.UnaryOperator<RetryPolicy> change) {
        return new Breakages.Building() {
            @Override
            public <T> Consumer.Builder<T> build(Consumer.Builder<T> sound, String topic) {
                return new BuilderDecorator<>(sound) {
                    @Override
                    public Consumer.Builder<T> retry(RetryPolicy policy) {
                        return super.retry(change.apply(policy));
                    }
                };
            }
        };
    }

    /** A store that marks keys too early, or one that does not tell scopes apart. */
    private static final class HastyStore implements IdempotencyStore {
        private final Map<String, Boolean> done = new ConcurrentHashMap<>();
        private final boolean early;

        HastyStore(boolean early) {
            this.early = early;
        }

        @Override
        public Claim claim(String scope, String key, Duration lease) {
            String id = early ? scope + key : key;
            if (done.getOrDefault(id, false)) {
                return new Claim.Completed();
            }
            done.put(id, early);
            return new Claim.Acquired(scope, key, 1);
        }

        @Override
        public boolean renew(Claim.Acquired claim, Duration lease) {
            return true;
        }

        @Override
        public boolean complete(Claim.Acquired claim, Duration retention) {
            done.put(early ? claim.scope() + claim.key() : claim.key(), true);
            return true;
        }

        @Override
        public void release(Claim.Acquired claim) {}
    }
}
