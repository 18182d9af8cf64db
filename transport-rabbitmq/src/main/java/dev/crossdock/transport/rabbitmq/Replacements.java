package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Copies at the end of a queue, in place of messages that are given back: a broker before 4.3 counts everything that goes
 * back to it. The receiver's thread's alone.
 */
final class Replacements {
    private final SharedConnection connection;
    private final String queue;
    private final Duration patience;

    /**
     * Makes nothing yet.
     *
     * @param connection the one for publishing: a broker that is short of memory reads nothing from a connection on which
     *     somebody publishes
     */
    Replacements(SharedConnection connection, String queue, Duration patience) {
        this.connection = connection;
        this.queue = queue;
        this.patience = patience;
    }

    /** Whether there is a confirmed copy of each, so that the originals can go. */
    boolean store(List<RabbitMqDelivery> originals) {
        if (connection.isBlocked()) {
            return false;
        }
        Channel channel = null;
        try {
            channel = Channels.open(connection.get());
            AtomicBoolean unroutable = new AtomicBoolean();
            channel.addReturnListener(returned -> unroutable.set(true));
            channel.confirmSelect();
            for (RabbitMqDelivery original : originals) {
                WireMessage copy = uncounted(original);
                channel.basicPublish("", queue, true, WireFormat.properties(copy), copy.body());
            }
            return channel.waitForConfirms(patience.toMillis()) && !unroutable.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException e) {
            return false;
        } catch (Exception e) {
            System.getLogger("dev.crossdock.transport.rabbitmq")
                    .log(System.Logger.Level.DEBUG, "what is given back to " + queue + " will be counted", e);
            return false;
        } finally {
            if (channel != null) {
                Channels.abandon(channel);
            }
        }
    }

    /** As if this delivery had not been: a copy carries how often it was delivered before it. */
    static WireMessage uncounted(RabbitMqDelivery original) {
        WireMessage message = original.message();
        int before = original.deliveryCount() - 1;
        if (before == 0) {
            return message;
        }
        Headers headers = message.headers();
        int carried = WireHeaders.number(
                headers, WireHeaders.RETRY_COUNT, headers.contains(WireHeaders.RETRY_COUNT) ? -1 : 0);
        if (carried < 0) {
            // Nobody can read it, and whoever is to say so must see it.
            return message;
        }
        return new WireMessage(
                message.body(),
                message.key(),
                headers.with(WireHeaders.RETRY_COUNT, Integer.toString(carried + before)));
    }
}
