package dev.crossdock.conformance.mutation;

import static dev.crossdock.conformance.mutation.Breakages.publishing;
import static dev.crossdock.conformance.mutation.Mutant.named;

import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.PublishResult;
import dev.crossdock.messaging.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Engines that publish otherwise than they say. */
final class PublisherMutants {
    private PublisherMutants() {}

    static List<Mutant> all() {
        return publishers();
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
}
