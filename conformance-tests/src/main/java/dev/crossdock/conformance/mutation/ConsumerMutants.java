package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.building;
import static dev.crossdock.conformance.mutation.Breakages.consumers;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.AsyncHandler;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Delivery;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.OnExhausted;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Outcome;
import dev.crossdock.messaging.StartFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Engines that call handlers, and end, otherwise than they were asked to. */
final class ConsumerMutants {
    private ConsumerMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        all.addAll(consuming());
        all.addAll(closing());
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
}
