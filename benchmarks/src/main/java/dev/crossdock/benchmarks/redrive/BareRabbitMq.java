package dev.crossdock.benchmarks.redrive;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * RabbitMQ's own client: two quorum queues; what has come, up to a bound, is published again, persistent and mandatory, the
 * confirms are waited for, and all of it is acknowledged at once, while the next ones come.
 */
final class BareRabbitMq implements Redriver {
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum", "x-delivery-limit", -1);
    private static final AMQP.BasicProperties PERSISTENT = MessageProperties.MINIMAL_PERSISTENT_BASIC;

    private final Connection connection;
    private final String inbox;
    private final String dead;

    BareRabbitMq(String address, String name) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.substring(0, address.indexOf(':')));
        factory.setPort(Integer.parseInt(address.substring(address.indexOf(':') + 1)));
        connection = factory.newConnection("bare");
        inbox = name;
        dead = name + ".dead";
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(inbox, true, false, false, QUORUM);
            channel.queueDeclare(dead, true, false, false, QUORUM);
        }
    }

    @Override
    public void bury(int messages) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.queuePurge(inbox);
            channel.confirmSelect();
            byte[] body = new byte[RedriveRatios.BODY];
            for (int i = 1; i <= messages; i++) {
                AMQP.BasicProperties properties = PERSISTENT
                        .builder()
                        .headers(DeadLetterHeaders.next(inbox))
                        .build();
                channel.basicPublish("", dead, true, properties, body);
                if (i % RedriveRatios.PREFETCH == 0 || i == messages) {
                    channel.waitForConfirmsOrDie();
                }
            }
        }
    }

    @Override
    public void redrive(int messages) throws Exception {
        try (Channel reading = connection.createChannel();
                Channel writing = connection.createChannel()) {
            writing.confirmSelect();
            reading.basicQos(RedriveRatios.PREFETCH);
            BlockingQueue<Delivery> come = new LinkedBlockingQueue<>();
            reading.basicConsume(dead, false, (tag, delivery) -> come.add(delivery), tag -> {});
            List<Delivery> batch = new ArrayList<>();
            for (int done = 0; done < messages; done += batch.size()) {
                batch.clear();
                batch.add(come.take());
                come.drainTo(batch, RedriveRatios.PREFETCH / 2);
                for (Delivery delivery : batch) {
                    writing.basicPublish("", inbox, true, delivery.getProperties(), delivery.getBody());
                }
                writing.waitForConfirmsOrDie();
                reading.basicAck(batch.get(batch.size() - 1).getEnvelope().getDeliveryTag(), true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
