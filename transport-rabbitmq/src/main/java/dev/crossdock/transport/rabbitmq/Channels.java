package dev.crossdock.transport.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.io.IOException;

/** Begins and ends channels. */
final class Channels {
    private Channels() {}

    static Channel open(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new MessagingException(
                    ErrorCode.OVERLOADED,
                    "Wanted a channel to RabbitMQ, found all in use; possible are " + connection.getChannelMax()
                            + " on a connection (channel_max)");
        }
        return channel;
    }

    /** Ends one that is of no use any more, whatever state it is in. */
    static void abandon(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            // It swallows what goes wrong, all but in its signature.
        }
    }
}
