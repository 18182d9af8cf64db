package dev.crossdock.conformance;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Settings;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireMessage;
import dev.crossdock.transport.inmemory.InMemoryBroker;
import dev.crossdock.transport.inmemory.InMemoryTransportProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The broker in memory, in one of its three modes; each harness has a broker of its own. */
final class InMemoryHarness implements TransportHarness {
    private static final Timings TIMINGS = new Timings(
            Duration.ofMillis(300), Duration.ofMillis(700), Duration.ofSeconds(15), Duration.ofMillis(1_500));

    private final String mode;
    private final String name = UUID.randomUUID().toString();
    private final Transport keepsTheBroker;
    private final InMemoryBroker broker;

    InMemoryHarness(String mode) {
        this.mode = mode;
        try {
            this.keepsTheBroker = new InMemoryTransportProvider()
                    .open(Settings.of(configuration(), Map.of(), "crossdock.inmemory."), TimeSource.system());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        this.broker = InMemoryBroker.named(name);
    }

    @Override
    public TransportIdentity identity() {
        return new TransportIdentity("inmemory", "inmemory/" + mode, "in memory", true);
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of(
                "crossdock.transport", "inmemory",
                "crossdock.inmemory.mode", mode,
                "crossdock.inmemory.broker", name);
    }

    @Override
    public Capabilities capabilities() {
        return keepsTheBroker.capabilities();
    }

    @Override
    public Timings timings() {
        return TIMINGS;
    }

    @Override
    public BrokerWitness witness() {
        return new BrokerWitness() {
            @Override
            public long depth(Address.Queue queue) {
                return broker.depth(queue);
            }

            @Override
            public long unsettled(Address.Queue queue) {
                return broker.onLoan(queue);
            }

            @Override
            public List<WireMessage> peek(Address.Queue queue) {
                return broker.peek(queue);
            }

            @Override
            public void publishForeign(String topic, byte[] body) {
                broker.publishRaw(new Address.Topic(topic), new WireMessage(body, null, Headers.empty()));
            }

            @Override
            public void publishHostile(String topic, List<ForeignMessage> messages) {
                for (ForeignMessage message : messages) {
                    Map<String, String> headers = new HashMap<>();
                    message.headers()
                            .forEach((name, value) -> headers.put(name, new String(value, StandardCharsets.UTF_8)));
                    broker.publishRaw(
                            new Address.Topic(topic), new WireMessage(message.body(), null, Headers.of(headers)));
                }
            }

            @Override
            public void buryForeign(Address.DeadLetters queue, byte[] body) {
                broker.publishRaw(queue, new WireMessage(body, null, Headers.empty()));
            }

            @Override
            public void remove(Address.Queue queue) {
                broker.delete(queue);
            }

            @Override
            public Set<Address> topology(String topic) {
                return broker.topology().stream()
                        .filter(address -> belongsTo(address, topic))
                        .collect(Collectors.toSet());
            }

            @Override
            public int connections() {
                // One is the harness's own.
                return broker.connections() - 1;
            }

            @Override
            public int receivers(Address.Queue queue) {
                return broker.receivers(queue);
            }
        };
    }

    @Override
    public BrokerControl control() {
        return new BrokerControl() {
            @Override
            public void dropConnections() {
                broker.dropConnections();
            }

            @Override
            public void pause() {
                broker.pause();
            }

            @Override
            public void resume() {
                broker.resume();
            }
        };
    }

    @Override
    public void close() {
        try {
            keepsTheBroker.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            InMemoryBroker.remove(name);
        }
    }

    private static boolean belongsTo(Address address, String topic) {
        if (address instanceof Address.Topic of) {
            return of.name().equals(topic);
        }
        if (address instanceof Address.Inbox inbox) {
            return inbox.topic().equals(topic);
        }
        if (address instanceof Address.DeadLetters dead) {
            return dead.topic().equals(topic);
        }
        return address instanceof Address.DelayLane lane && belongsTo(lane.target(), topic);
    }
}
