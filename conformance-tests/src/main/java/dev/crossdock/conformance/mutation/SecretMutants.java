package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.mutation.SecurityMutants.Careless;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.DecidingHandler;
import dev.crossdock.messaging.Health;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Libraries that tell secrets, or do not learn that they have changed. */
final class SecretMutants {
    private static final String FILE = "-file";

    private SecretMutants() {}

    static List<Broken> all() {
        return List.of(
                new Careless("m128", "repeats the password in errors", List.of("P05.shown"))
                        .opening((sound, config) -> failing(sound.open(config), e -> {
                            throw new MessagingException(e.code(), "With " + secret(config), e);
                        })),
                new Careless("m129", "writes the password into dead letters", List.of("P05.shown"))
                        .opening(SecretMutants::tellingDeadLetters),
                new Careless("m130", "writes the password into the log", List.of("P05.shown"))
                        .opening((sound, config) -> {
                            System.getLogger(SecretMutants.class.getName())
                                    .log(System.Logger.Level.INFO, "Connecting with " + secret(config));
                            return sound.open(config);
                        }),
                new Careless("m131", "reads its secret once and for all", List.of("P05.after"))
                        .opening((sound, config) -> sound.open(remembering(config))),
                new Careless("m132", "keeps to itself that it is not let in", List.of("P05.told"))
                        .opening((sound, config) -> new MessagingDecorator(sound.open(config)) {
                            @Override
                            public Health health() {
                                return new Health(Health.Status.UP, Map.of());
                            }
                        }),
                new Careless("m133", "takes for published what was refused", List.of("P05.accepted"))
                        .opening((sound, config) -> failing(sound.open(config), e -> {})));
    }

    private static Messaging tellingDeadLetters(TransportHarness harness, MessagingConfig config) {
        return new MessagingDecorator(harness.open(config)) {
            @Override
            public <T> Consumer.Builder<T> consume(Topic<T> topic, String group) {
                return new BuilderDecorator<>(sound.consume(topic, group)) {
                    @Override
                    public Consumer decide(DecidingHandler<? super T> handler) {
                        // A delivery of the subtype is only read by a handler of the supertype.
                        @SuppressWarnings("unchecked")
                        DecidingHandler<T> exact = (DecidingHandler<T>) handler;
                        return sound.decide(delivery -> {
                            try {
                                return exact.handle(delivery);
                            } catch (MessagingException e) {
                                throw new IllegalStateException("with " + secret(config), e);
                            }
                        });
                    }
                };
            }
        };
    }

    /** What fails to be published is somebody else's trouble. */
    private static Messaging failing(Messaging sound, java.util.function.Consumer<MessagingException> whose) {
        return new MessagingDecorator(sound) {
            @Override
            public <T> Publisher<T> publisher(Topic<T> topic) {
                return new PublisherDecorator<>(sound.publisher(topic)) {
                    @Override
                    public void publish(Message<T> message) {
                        try {
                            sound.publish(message);
                        } catch (MessagingException e) {
                            whose.accept(e);
                        }
                    }
                };
            }
        };
    }

    private static MessagingConfig remembering(MessagingConfig config) {
        Map<String, String> properties = new TreeMap<>();
        config.properties().forEach((key, value) -> {
            if (key.endsWith(FILE)) {
                properties.put(key.substring(0, key.length() - FILE.length()), read(value));
            } else {
                properties.put(key, value);
            }
        });
        MessagingConfig changed = MessagingConfig.of(properties).withTimeSource(config.timeSource());
        for (var observer : config.observers()) {
            changed = changed.withObserver(observer);
        }
        return changed;
    }

    /** What stands in the file that the configuration names; nothing if it names none. */
    private static String secret(MessagingConfig config) {
        return config.properties().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(FILE))
                .map(entry -> read(entry.getValue()))
                .findFirst()
                .orElse("");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
