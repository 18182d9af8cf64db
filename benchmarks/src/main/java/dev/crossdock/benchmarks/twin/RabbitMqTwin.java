package dev.crossdock.benchmarks.twin;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.KeyLanes;
import dev.crossdock.benchmarks.subject.Labels;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.benchmarks.subject.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's own client: a fanout exchange, a quorum queue, one channel with confirms for persistent mandatory messages, a
 * connection of its own for consuming with a channel for each consumer; with order a single active consumer hands messages to
 * threads by their keys. Several are acknowledged at a time, by number or after some milliseconds.
 */
final class RabbitMqTwin implements Subject {
    private static final int FLUSH_MILLIS = 5;

    private final Work work;
    private final Connection publishing;
    private final Connection consuming;
    private final Channel sender;
    private final Window window;

    RabbitMqTwin(String address, Work work) throws Exception {
        this.work = work;
        this.window = new Window(work.inFlight());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.substring(0, address.indexOf(':')));
        factory.setPort(Integer.parseInt(address.substring(address.indexOf(':') + 1)));
        publishing = factory.newConnection("twin-publishing");
        consuming = factory.newConnection("twin-consuming");
        sender = publishing.createChannel();
        sender.exchangeDeclare(work.topic(), BuiltinExchangeType.FANOUT, true);
        sender.queueDeclare(work.topic(), true, false, false, queueArguments());
        sender.queueBind(work.topic(), work.topic(), "");
        sender.confirmSelect();
        sender.addConfirmListener(new Confirms(window, work.inFlight()));
        sender.addReturnListener(
                returned -> window.answered(new IllegalStateException("returned: " + returned.getReplyText())));
    }

    @Override
    public void publish(Load load) throws Exception {
        while (load.next()) {
            window.enter();
            sender.basicPublish(work.topic(), "", true, properties(load.key()), load.body());
        }
        window.awaitAll();
    }

    @Override
    public Consuming consume(Handler handler) throws IOException {
        return work.ordered() ? inOrder(handler) : side(handler);
    }

    @Override
    public void close() throws IOException {
        publishing.close();
        consuming.close();
    }

    /** One channel for each consumer. */
    private Consuming side(Handler handler) throws IOException {
        List<Channel> channels = new ArrayList<>();
        List<Acknowledgements> open = new ArrayList<>();
        for (int i = 0; i < work.consumers(); i++) {
            Channel channel = consuming.createChannel();
            channel.basicQos(work.share());
            Acknowledgements acknowledgements = new Acknowledgements(channel, work.share());
            channel.basicConsume(
                    work.topic(),
                    false,
                    (tag, message) -> {
                        handler.handle(message.getBody());
                        acknowledgements.add(message.getEnvelope().getDeliveryTag());
                    },
                    tag -> {});
            channels.add(channel);
            open.add(acknowledgements);
        }
        ScheduledExecutorService clock = flushing(open);
        return () -> {
            clock.shutdown();
            for (int i = 0; i < channels.size(); i++) {
                open.get(i).flush();
                channels.get(i).close();
            }
        };
    }

    /** One channel, and threads that share the keys. */
    private Consuming inOrder(Handler handler) throws IOException {
        Channel channel = consuming.createChannel();
        channel.basicQos(work.prefetch());
        Acknowledgements acknowledgements = new Acknowledgements(channel, work.prefetch());
        KeyLanes lanes = new KeyLanes(work.consumers());
        String tag = channel.basicConsume(
                work.topic(),
                false,
                (unused, message) -> lanes.execute(
                        String.valueOf(message.getProperties().getHeaders().get(Labels.KEY)), () -> {
                            handler.handle(message.getBody());
                            acknowledgements.add(message.getEnvelope().getDeliveryTag());
                        }),
                unused -> {});
        ScheduledExecutorService clock = flushing(List.of(acknowledgements));
        return () -> {
            // Before the lanes end, or what still comes finds none.
            channel.basicCancel(tag);
            lanes.end();
            clock.shutdown();
            acknowledgements.flush();
            channel.close();
        };
    }

    private static ScheduledExecutorService flushing(List<Acknowledgements> open) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        var unused = clock.scheduleAtFixedRate(
                () -> open.forEach(Acknowledgements::flush), FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        return clock;
    }

    private Map<String, Object> queueArguments() {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-queue-type", "quorum", "x-delivery-limit", -1));
        if (work.ordered()) {
            arguments.put("x-single-active-consumer", true);
        }
        return arguments;
    }

    private static AMQP.BasicProperties properties(@Nullable String key) {
        String id = Labels.id();
        Map<String, Object> headers = new HashMap<>();
        headers.put(Labels.ID, id);
        headers.put(Labels.PUBLISHED_AT, Labels.now());
        if (key != null) {
            headers.put(Labels.KEY, key);
        }
        return MessageProperties.MINIMAL_PERSISTENT_BASIC
                .builder()
                .messageId(id)
                .contentType(Work.CONTENT_TYPE)
                .headers(headers)
                .build();
    }
}
