package dev.crossdock.conformance.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks at the broker with the bare client and through its management interface. */
final class RabbitMqWitness implements BrokerWitness {
    private static final String NAME = "witness";

    private final ConnectionFactory factory = new ConnectionFactory();
    private final Management management;
    private @Nullable Connection connection;

    RabbitMqWitness(RabbitMqContainer broker, Management management) {
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setAutomaticRecoveryEnabled(false);
        this.management = management;
    }

    @Override
    public long depth(Address.Queue queue) {
        AMQP.Queue.DeclareOk now = look(queue);
        if (now == null || now.getConsumerCount() == 0) {
            // What nobody reads is not on loan.
            return now == null ? 0 : now.getMessageCount();
        }
        Management.Counts counts = management.counts(NamesAsDocumented.of(queue));
        return counts.ready() + counts.unsettled();
    }

    @Override
    public long unsettled(Address.Queue queue) {
        return management.counts(NamesAsDocumented.of(queue)).unsettled();
    }

    /** Takes them and gives them back: this broker has no other way. Only for queues that nobody reads. */
    @Override
    public List<WireMessage> peek(Address.Queue queue) {
        return ask(channel -> {
            List<WireMessage> seen = new ArrayList<>();
            String name = NamesAsDocumented.of(queue);
            GetResponse got = channel.basicGet(name, false);
            while (got != null) {
                seen.add(read(got));
                got = channel.basicGet(name, false);
            }
            if (!seen.isEmpty()) {
                channel.basicNack(0, true, true);
            }
            return seen;
        });
    }

    @Override
    public void publishForeign(String topic, byte[] body) {
        publish(NamesAsDocumented.of(new Address.Topic(topic)), "", body);
    }

    @Override
    public void publishHostile(String topic, List<ForeignMessage> messages) {
        String exchange = NamesAsDocumented.of(new Address.Topic(topic));
        ask(channel -> {
            channel.confirmSelect();
            for (ForeignMessage message : messages) {
                Map<String, Object> table = new HashMap<>();
                message.headers().forEach((name, value) -> table.put(name, typed(name, value)));
                AMQP.BasicProperties properties =
                        new AMQP.BasicProperties.Builder().headers(table).build();
                channel.basicPublish(exchange, "", properties, message.body());
            }
            channel.waitForConfirmsOrDie();
            return exchange;
        });
    }

    /** Headers that are nobody's have all the types that there are. */
    @SuppressWarnings("JavaUtilDate") // the client's type for the protocol's time stamps
    private static Object typed(String name, byte[] value) {
        Object text = LongStringHelper.asLongString(value);
        if (name.startsWith("crossdock-") || value.length == 0) {
            return text;
        }
        return switch (Math.floorMod(value[0], 8)) {
            case 0 -> value;
            case 1 -> (long) value.length;
            case 2 -> List.of(text, Map.of("deep", List.of(1, text)));
            case 3 -> Map.of("a", text, "b", true);
            case 4 -> BigDecimal.valueOf(value[0], 2);
            case 5 -> new java.util.Date(value[0] * 1_000L);
            default -> text;
        };
    }

    @Override
    public void buryForeign(Address.DeadLetters queue, byte[] body) {
        publish("", NamesAsDocumented.of(queue), body);
    }

    private void publish(String exchange, String routingKey, byte[] body) {
        ask(channel -> {
            channel.confirmSelect();
            channel.basicPublish(exchange, routingKey, null, body);
            channel.waitForConfirmsOrDie();
            return exchange;
        });
    }

    @Override
    public void remove(Address.Queue queue) {
        ask(channel -> channel.queueDelete(NamesAsDocumented.of(queue)));
    }

    @Override
    public Set<Address> topology(String topic) {
        Address.Topic address = new Address.Topic(topic);
        String name = NamesAsDocumented.of(address);
        Set<Address> found = new HashSet<>();
        if (management.hasExchange(name)) {
            found.add(address);
        }
        for (String queue : management.queues(name + "/")) {
            Address read = NamesAsDocumented.read(queue);
            if (read != null) {
                found.add(read);
            }
        }
        return found;
    }

    @Override
    public int connections() {
        return (int) management.connections().stream()
                .filter(client -> !client.givenName().equals(NAME))
                .count();
    }

    @Override
    public int receivers(Address.Queue queue) {
        AMQP.Queue.DeclareOk now = look(queue);
        return now == null ? 0 : now.getConsumerCount();
    }

    String brokerVersion() {
        return ask(channel ->
                channel.getConnection().getServerProperties().get("version").toString());
    }

    boolean brokerServes() {
        ask(channel -> channel.exchangeDeclarePassive("amq.fanout"));
        return management.hasExchange("amq.fanout");
    }

    void dropConnectionsOfOthers() {
        management.connections().stream()
                .filter(client -> !client.givenName().equals(NAME))
                .forEach(management::close);
    }

    synchronized void close() {
        if (connection != null) {
            connection.abort(2_000);
        }
    }

    private AMQP.Queue.@Nullable DeclareOk look(Address.Queue queue) {
        try {
            return ask(channel -> channel.queueDeclarePassive(NamesAsDocumented.of(queue)));
        } catch (IllegalStateException e) {
            if (hasReply(e, AMQP.NOT_FOUND)) {
                return null;
            }
            throw e;
        }
    }

    private static boolean hasReply(Throwable failure, int code) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof com.rabbitmq.client.ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close) {
                return close.getReplyCode() == code;
            }
        }
        return false;
    }

    private static WireMessage read(GetResponse got) {
        Map<String, Object> table =
                got.getProps().getHeaders() == null ? Map.of() : got.getProps().getHeaders();
        Map<String, String> headers = new LinkedHashMap<>();
        table.forEach((name, value) -> headers.put(name, String.valueOf(value)));
        String key = headers.remove("crossdock-key");
        if (got.getProps().getContentType() != null) {
            headers.put("content-type", got.getProps().getContentType());
        }
        return new WireMessage(got.getBody(), key, Headers.of(headers));
    }

    private <T> T ask(Question<T> question) {
        try {
            Channel channel = connected().createChannel();
            try {
                return question.on(channel);
            } finally {
                if (channel.isOpen()) {
                    channel.close();
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Connection connected() throws IOException, TimeoutException {
        Connection open = connection;
        if (open == null || !open.isOpen()) {
            open = factory.newConnection(NAME);
            connection = open;
        }
        return open;
    }

    /** Something to be asked on a channel of its own. */
    private interface Question<T> {
        T on(Channel channel) throws Exception;
    }
}
