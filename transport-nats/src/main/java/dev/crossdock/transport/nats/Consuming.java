package dev.crossdock.transport.nats;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import io.nats.client.Connection;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.PriorityPolicy;
import java.time.Duration;

/** Opens receivers. Thread-safe. */
final class Consuming {
    private final Client client;
    private final Connection connection;
    private final Link link;
    private final Api api;
    private final Provisioner provisioner;
    private final Publishing publishing;
    private final Duration timeout;

    Consuming(
            Client client,
            Connection connection,
            Link link,
            Api api,
            Provisioner provisioner,
            Publishing publishing,
            Duration timeout) {
        this.client = client;
        this.connection = connection;
        this.link = link;
        this.api = api;
        this.provisioner = provisioner;
        this.publishing = publishing;
        this.timeout = timeout;
    }

    Receiver open(Address.Queue queue, ReceiverOptions options) throws Exception {
        ConsumerInfo found = provisioner.look(queue);
        Duration ackWait = found.getConsumerConfiguration().getAckWait();
        boolean ordered = options.ordering() == Ordering.PER_KEY && queue instanceof Address.Inbox;
        check(queue, options, found, ordered);
        String stream = NatsNames.stream(queue);
        String consumer = NatsNames.consumer(queue);
        Inflow inflow = new Inflow(connection, stream, consumer, ordered);
        link.add(inflow);
        try {
            inflow.start();
            inflow.hello();
            // Whoever may not read hears of it before the answer to this.
            connection.flush(timeout);
            client.awaitEvents(timeout);
            MessagingException refusal = inflow.failure();
            if (refusal != null) {
                throw refusal;
            }
        } catch (Exception e) {
            link.remove(inflow);
            inflow.abandon();
            throw e;
        }
        return new NatsReceiver(
                inflow,
                new Acknowledging(connection),
                options.listener(),
                options.lease(),
                ackWait,
                timeout,
                ordered ? new Turn(api, stream, consumer, ackWait) : null,
                queue instanceof Address.Inbox inbox ? new Notes(api, publishing, inbox, !ordered) : null,
                ended -> {
                    link.remove(ended);
                    if (ended.pin() != null && ended.failure() == null) {
                        api.unpin(stream, consumer, Blueprints.PRIORITY_GROUP);
                    }
                });
    }

    private static void check(Address.Queue queue, ReceiverOptions options, ConsumerInfo found, boolean ordered) {
        boolean pinned = found.getConsumerConfiguration().getPriorityPolicy() == PriorityPolicy.PinnedClient;
        if (ordered != pinned) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted to read the " + NatsNames.inWords(queue) + " with ordering " + options.ordering()
                            + ", found priority_policy "
                            + found.getConsumerConfiguration().getPriorityPolicy()
                            + "; possible for an inbox that was provisioned with that ordering");
        }
    }
}
