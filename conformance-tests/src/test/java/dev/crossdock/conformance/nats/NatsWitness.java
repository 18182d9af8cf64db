package dev.crossdock.conformance.nats;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the server with the bare client and through its monitoring port. */
final class NatsWitness implements BrokerWitness {
    private static final String NAME = "witness";
    private static final int NOT_FOUND = 404;

    /** Where scheduled messages wait, whatever for. */
    private static final Duration SCHEDULED = Duration.ZERO;

    private final NatsContainer server;
    private final Monitoring monitoring;
    private @Nullable Connection connection;

    NatsWitness(NatsContainer server) {
        this.server = server;
        this.monitoring = new Monitoring(server.host(), server.monitoringPort());
    }

    @Override
    public long depth(Address.Queue queue) {
        if (queue instanceof Address.DeadLetters) {
            Long messages = ask(streams -> streams.getStreamInfo(NamesAsDocumented.stream(queue))
                    .getStreamState()
                    .getMsgCount());
            return messages == null ? 0 : messages;
        }
        if (queue instanceof Address.DelayLane lane && lane.delay().equals(SCHEDULED)) {
            return scheduled(NamesAsDocumented.stream(lane));
        }
        ConsumerInfo info = look(queue);
        return info == null ? 0 : info.getNumPending() + info.getNumAckPending();
    }

    private long scheduled(String stream) {
        StreamInfo info =
                ask(streams -> streams.getStreamInfo(stream, StreamInfoOptions.filterSubjects(stream + ".at.*")));
        return info == null ? 0 : info.getStreamState().getSubjects().size();
    }

    @Override
    public long unsettled(Address.Queue queue) {
        ConsumerInfo info = look(queue);
        return info == null ? 0 : info.getNumAckPending();
    }

    /** What lies behind the place up to which a group has settled everything, and is for it. */
    @Override
    public List<WireMessage> peek(Address.Queue queue) {
        List<WireMessage> seen = new ArrayList<>();
        ConsumerInfo info = look(queue);
        if (info == null) {
            return seen;
        }
        String stream = NamesAsDocumented.stream(queue);
        Long last =
                ask(streams -> streams.getStreamInfo(stream).getStreamState().getLastSequence());
        for (long at = info.getAckFloor().getStreamSequence() + 1; last != null && at <= last; at++) {
            long sequence = at;
            MessageInfo message = ask(streams -> streams.getMessage(stream, sequence));
            boolean mine = message != null
                    && (!(queue instanceof Address.Inbox inbox)
                            || NamesAsDocumented.subjects(inbox).contains(message.getSubject()));
            if (message != null && mine) {
                seen.add(read(message));
            }
        }
        return seen;
    }

    @Override
    public void publishForeign(String topic, byte[] body) {
        publish(NamesAsDocumented.stream(new Address.Topic(topic)), body);
    }

    @Override
    public void publishHostile(String topic, List<ForeignMessage> messages) {
        String subject = NamesAsDocumented.stream(new Address.Topic(topic));
        HostileBlocks.publish(server, subject, messages);
    }

    @Override
    public void buryForeign(Address.DeadLetters queue, byte[] body) {
        publish(NamesAsDocumented.subject(queue), body);
    }

    private void publish(String subject, byte[] body) {
        try {
            connected().jetStream().publish(subject, body);
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the account has stored, and may store, in bytes. */
    record Storage(long used, long limit) {}

    Storage storage() {
        AccountStatistics account =
                Objects.requireNonNull(ask(JetStreamManagement::getAccountStatistics), "the account that all use");
        return new Storage(account.getStorage(), account.getLimits().getMaxStorage());
    }

    @Override
    public void remove(Address.Queue queue) {
        String stream = NamesAsDocumented.stream(queue);
        ask(streams -> queue instanceof Address.DeadLetters
                ? streams.deleteStream(stream)
                : streams.deleteConsumer(stream, NamesAsDocumented.consumer(queue)));
    }

    @Override
    public Set<Address> topology(String topic) {
        Set<Address> found = new HashSet<>();
        String stream = NamesAsDocumented.stream(new Address.Topic(topic));
        List<String> names = ask(JetStreamManagement::getStreamNames);
        for (String name : names == null ? List.<String>of() : names) {
            String[] parts = name.split("=", -1);
            if (name.equals(stream)) {
                Address.Topic address = new Address.Topic(topic);
                found.add(address);
                if (scheduled(stream) > 0) {
                    found.add(new Address.DelayLane(address, SCHEDULED));
                }
                List<String> consumers = ask(streams -> streams.getConsumerNames(stream));
                for (String consumer : consumers == null ? List.<String>of() : consumers) {
                    Address read = NamesAsDocumented.read(topic, consumer);
                    if (read != null) {
                        found.add(read);
                    }
                }
            } else if (parts.length == 3 && parts[0].equals(stream) && !name.contains("~")) {
                found.add(new Address.DeadLetters(topic, NamesAsDocumented.decoded(parts[1])));
            }
        }
        return found;
    }

    @Override
    public int connections() {
        return (int) monitoring.clients().stream()
                .filter(client -> !client.name().equals(NAME))
                .count();
    }

    @Override
    public int receivers(Address.Queue queue) {
        String inbox =
                "_INBOX.crossdock." + NamesAsDocumented.stream(queue) + "." + NamesAsDocumented.consumer(queue) + ".";
        return (int) monitoring.clients().stream()
                .flatMap(client -> client.subscriptions().stream())
                .filter(subject -> subject.startsWith(inbox))
                .count();
    }

    String serverVersion() {
        return connected().getServerInfo().getVersion();
    }

    boolean serverServes() {
        return ask(JetStreamManagement::getStreamNames) != null
                && !monitoring.serverId().isEmpty();
    }

    /** Asks the server to hang up, as its operator can. */
    void dropConnectionsOfOthers() {
        Options options = Options.builder()
                .server("nats://" + server.address())
                .connectionName(NAME)
                .userInfo(NatsSecurity.SYSTEM, NatsSecurity.SYSTEM)
                .build();
        try (Connection system = Nats.connect(options)) {
            String kick = "$SYS.REQ.SERVER." + monitoring.serverId() + ".KICK";
            for (Monitoring.Client client : monitoring.clients()) {
                if (!client.name().equals(NAME)) {
                    byte[] request = ("{\"cid\":" + client.id() + "}").getBytes(StandardCharsets.US_ASCII);
                    system.request(kick, request, Duration.ofSeconds(5));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    synchronized void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable ConsumerInfo look(Address.Queue queue) {
        return ask(
                streams -> streams.getConsumerInfo(NamesAsDocumented.stream(queue), NamesAsDocumented.consumer(queue)));
    }

    private static WireMessage read(MessageInfo message) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (message.getHeaders() != null) {
            message.getHeaders().forEach((name, values) -> headers.put(name, NamesAsDocumented.decoded(values.get(0))));
        }
        String key = headers.remove("crossdock-key");
        byte[] body = message.getData();
        return new WireMessage(body == null ? new byte[0] : body, key, Headers.of(headers));
    }

    /** What the server answers; {@code null} if it says that there is no such thing. */
    private <T> @Nullable T ask(Question<T> question) {
        try {
            return question.of(connected().jetStreamManagement());
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == NOT_FOUND) {
                return null;
            }
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Connection connected() {
        Connection open = connection;
        if (open != null && open.getStatus() == Connection.Status.CONNECTED) {
            return open;
        }
        try {
            if (open != null) {
                open.close();
            }
            // Not recovered by itself: whether the server serves is a question that wants an answer at once.
            Options options = Options.builder()
                    .server("nats://" + server.address())
                    .connectionName(NAME)
                    .noReconnect()
                    .errorListener(new ErrorListener() {})
                    .build();
            open = Nats.connect(options);
            connection = open;
            return open;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Something to be asked. */
    private interface Question<T> {
        T of(JetStreamManagement streams) throws IOException, JetStreamApiException;
    }
}
