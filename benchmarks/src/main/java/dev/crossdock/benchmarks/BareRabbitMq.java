package dev.crossdock.benchmarks;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.spi.WireHeaders;
import java.io.IOException;
import java.util.Map;

/**
 * RabbitMQ's own client: a fanout exchange, a quorum queue, one channel with confirms for persistent mandatory messages;
 * acknowledgements of half a prefetch at a time.
 */
final class BareRabbitMq extends BareClient {
    private final Connection connection;
    private final Channel publishing;
    private final String name;

    BareRabbitMq(String address, String name, Workload work) throws Exception {
        super(work);
        this.name = name;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.substring(0, address.indexOf(':')));
        factory.setPort(Integer.parseInt(address.substring(address.indexOf(':') + 1)));
        connection = factory.newConnection("bare");
        publishing = connection.createChannel();
        publishing.exchangeDeclare(name, BuiltinExchangeType.FANOUT, true);
        publishing.queueDeclare(name, true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));
        publishing.queueBind(name, name, "");
        publishing.confirmSelect();
        publishing.addConfirmListener(new BareConfirms(window, work.inFlight()));
        publishing.addReturnListener(returned -> window.failed(new IllegalStateException(returned.getReplyText())));
    }

    @Override
    public Drained drain() throws Exception {
        Drained drained = new Drained(work.messages());
        Channel channel = connection.createChannel();
        channel.basicQos(work.prefetch());
        channel.basicConsume(name, false, new DefaultConsumer(channel) {
            private final int atOnce = Math.max(1, work.prefetch() / 2);
            private int unsettled;

            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                    throws IOException {
                unsettled++;
                boolean last = drained.count(body);
                if (last || unsettled >= atOnce) {
                    channel.basicAck(envelope.getDeliveryTag(), true);
                    unsettled = 0;
                }
                if (last) {
                    drained.over();
                }
            }
        });
        drained.await();
        channel.close();
        return drained;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    @Override
    void publish(int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            window.enter();
            publishing.basicPublish(name, "", true, properties(), work.body());
        }
    }

    private AMQP.BasicProperties properties() {
        if (!work.headers()) {
            return MessageProperties.MINIMAL_PERSISTENT_BASIC;
        }
        String id = Message.of(work.body()).id();
        return MessageProperties.MINIMAL_PERSISTENT_BASIC
                .builder()
                .messageId(id)
                .contentType(Workload.CONTENT_TYPE)
                .headers(Map.of(WireHeaders.ID, id, WireHeaders.PUBLISHED_AT, Workload.PUBLISHED_AT))
                .build();
    }
}
