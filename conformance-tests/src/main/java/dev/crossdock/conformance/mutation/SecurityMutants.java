package dev.crossdock.conformance.mutation;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Libraries that are careless with whom they talk to. Only a broker that asks for credentials can find them out. */
final class SecurityMutants {
    private SecurityMutants() {}

    static List<Broken> all() {
        return List.of(
                new Careless("m57", "talks to whoever answers", List.of("P03.authority", "P04.plain"))
                        .trusting(sound -> new SecurityDecorator(sound.security()) {
                            @Override
                            public Map<String, String> throughFront(
                                    Path trustStore, @Nullable Path keyStore, String storePassword) {
                                return sound.configuration();
                            }
                        }),
                new Careless("m58", "lets itself in whatever the password", List.of("P01.accepted"))
                        .trusting(sound -> new SecurityDecorator(sound.security()) {
                            @Override
                            public Map<String, String> wrongPassword() {
                                return sound.configuration();
                            }
                        }),
                new Careless("m100", "publishes without the right to", List.of("P02.publish"))
                        .trusting(sound -> new SecurityDecorator(sound.security()) {
                            @Override
                            public Map<String, String> mayNotPublish() {
                                return sound.configuration();
                            }
                        }),
                new Careless("m101", "consumes without the right to", List.of("P02.consume"))
                        .trusting(sound -> new SecurityDecorator(sound.security()) {
                            @Override
                            public Map<String, String> mayNotConsume() {
                                return sound.configuration();
                            }
                        }),
                new Careless("m102", "takes a refused password for an absent broker", List.of("P01.accepted"))
                        .failing(e -> new MessagingException(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage()))),
                new Careless("m103", "takes an absent broker for a refused password", List.of("L05.host"))
                        .failing(
                                e -> new MessagingException(ErrorCode.UNAUTHENTICATED, String.valueOf(e.getMessage()))),
                new Careless("m104", "knocks at a closed door without a pause", List.of("L05.tight"))
                        .opening((sound, config) -> {
                            while (true) {
                                try {
                                    return sound.open(config.with("crossdock.start.wait", "0s"));
                                } catch (MessagingException e) {
                                    if (!config.properties().containsKey("crossdock.start.wait")) {
                                        throw e;
                                    }
                                }
                            }
                        }));
    }

    /** Breaks what configurations say, or how opening fails. */
    record Careless(
            String id,
            String title,
            List<String> designated,
            Function<TransportHarness, BrokerSecurity> security,
            BiFunction<TransportHarness, MessagingConfig, Messaging> opening)
            implements Broken {
        Careless(String id, String title, List<String> designated) {
            this(id, title, designated, TransportHarness::security, TransportHarness::open);
        }

        Careless trusting(Function<TransportHarness, BrokerSecurity> carelessness) {
            return new Careless(id, title, designated, carelessness, opening);
        }

        Careless opening(BiFunction<TransportHarness, MessagingConfig, Messaging> otherwise) {
            return new Careless(id, title, designated, security, otherwise);
        }

        Careless failing(UnaryOperator<MessagingException> otherwise) {
            return opening((sound, config) -> {
                try {
                    return sound.open(config);
                } catch (MessagingException e) {
                    throw otherwise.apply(e);
                }
            });
        }

        @Override
        public TransportHarness harness(TransportHarness sound) {
            BrokerSecurity careless = security.apply(sound);
            return new HarnessDecorator(sound) {
                @Override
                public BrokerSecurity security() {
                    return careless;
                }

                @Override
                public Messaging open(MessagingConfig config) {
                    return opening.apply(sound, config);
                }
            };
        }
    }

    private static class SecurityDecorator implements BrokerSecurity {
        private final BrokerSecurity sound;

        SecurityDecorator(BrokerSecurity sound) {
            this.sound = sound;
        }

        @Override
        public String password() {
            return sound.password();
        }

        @Override
        public Map<String, String> wrongPassword() {
            return sound.wrongPassword();
        }

        @Override
        public Map<String, String> mayNotPublish() {
            return sound.mayNotPublish();
        }

        @Override
        public Map<String, String> mayNotConsume() {
            return sound.mayNotConsume();
        }

        @Override
        public InetSocketAddress behindFront() {
            return sound.behindFront();
        }

        @Override
        public int frontPort() {
            return sound.frontPort();
        }

        @Override
        public Map<String, String> throughFront(Path trustStore, @Nullable Path keyStore, String storePassword) {
            return sound.throughFront(trustStore, keyStore, storePassword);
        }

        @Override
        public Rotation rotation() {
            return sound.rotation();
        }
    }
}
