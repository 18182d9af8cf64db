package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import java.util.Map;

/** Opens receivers, each on a channel of its own. Thread-safe. */
final class Consuming {
    private final SharedConnection connection;
    private final SharedConnection publishConnection;
    private final Provisioner provisioner;
    private final RabbitMqConfig config;

    Consuming(
            SharedConnection connection,
            SharedConnection publishConnection,
            Provisioner provisioner,
            RabbitMqConfig config) {
        this.connection = connection;
        this.publishConnection = publishConnection;
        this.provisioner = provisioner;
        this.config = config;
    }

    Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        boolean ordered = options.ordering() == Ordering.PER_KEY && queue instanceof Address.Inbox;
        if (queue instanceof Address.Inbox inbox && ordered) {
            provisioner.checkOrdered(inbox);
        }
        Connection connected = connection.get();
        Channel channel = Channels.open(connected);
        String name = NativeNames.of(queue);
        Inflow inflow = new Inflow(name);
        // A consumer with order cannot ask for more later, and what waits here for a retry must not hold up other keys.
        int ahead = ordered && options.prefetch() > 1 ? config.orderedReadAhead() : 0;
        int prefetch = Math.max(1, options.prefetch()) + ahead;
        Subscription subscription = new Subscription(
                channel, name, inflow, prefetch, !ordered, arguments(connected), config.requestTimeout());
        try {
            subscription.start();
        } catch (Exception e) {
            Channels.abandon(channel);
            if (Refusal.codeOf(e) == AMQP.NOT_FOUND) {
                throw Provisioner.missing(queue, "; it has to be provisioned before it is read", e);
            }
            throw e;
        }
        // Of dead letters and lanes nobody reads the count, and with order a copy would lose its place.
        boolean replaces = !tellsLossesApart(connected) && queue instanceof Address.Inbox && !ordered;
        Replacements replacements =
                replaces ? new Replacements(publishConnection, name, config.requestTimeout()) : null;
        return new RabbitMqReceiver(subscription, inflow, options, tellsLossesApart(connected), replacements);
    }

    // Before 4.3 what is given back counts like what was lost.
    private static boolean tellsLossesApart(Connection connected) {
        return ServerVersion.of(connected).isAtLeast(4, 3);
    }

    private Map<String, Object> arguments(Connection connected) {
        // Before 4.3 only the queue or the broker says how long.
        return ServerVersion.of(connected).isAtLeast(4, 3)
                ? Map.of("x-consumer-timeout", config.consumerTimeout().toMillis())
                : Map.of();
    }
}
