package dev.crossdock.benchmarks.peers.spring;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.subject.Handler;
import dev.crossdock.benchmarks.subject.Labels;
import dev.crossdock.benchmarks.subject.Load;
import dev.crossdock.benchmarks.subject.Subject;
import dev.crossdock.benchmarks.subject.Window;
import dev.crossdock.benchmarks.subject.Work;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Spring Cloud Stream, as its reference says how: {@code StreamBridge} publishes, with confirms that are told later; a
 * {@code Consumer} bean handles.
 */
public final class SpringCloudStream implements Subject.Provider {
    /** For the worker. */
    public SpringCloudStream() {}

    @Override
    public Subject open(Broker broker, Work work) {
        Confirming confirming =
                switch (broker.transport()) {
                    case "kafka" -> new KafkaConfirming(new Window(work.inFlight()));
                    case "rabbitmq" -> new RabbitConfirming(new Window(work.inFlight()));
                    default -> throw new IllegalArgumentException("wanted Kafka or RabbitMQ, found " + broker);
                };
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(Settings.of(broker, work))
                .initializers(fresh -> fresh.getBeanFactory().registerSingleton("confirming", confirming))
                .run();
        return new Opened(context, work, confirming);
    }

    private record Opened(ConfigurableApplicationContext context, Work work, Confirming confirming)
            implements Subject {
        @Override
        public void publish(Load load) throws Exception {
            StreamBridge bridge = context.getBean(StreamBridge.class);
            while (load.next()) {
                confirming.window().enter();
                MessageBuilder<byte[]> message = MessageBuilder.withPayload(load.body())
                        .setHeader(Labels.ID, Labels.id())
                        .setHeader(Labels.PUBLISHED_AT, Labels.now())
                        .setHeader("contentType", Work.CONTENT_TYPE);
                if (!bridge.send(Settings.OUT, confirming.prepare(message).build())) {
                    throw new IllegalStateException("wanted it sent, found it was not");
                }
            }
            confirming.window().awaitAll();
        }

        @Override
        public Consuming consume(Handler handler) {
            context.getBean(Sink.class).handler(handler);
            BindingsLifecycleController bindings = context.getBean(BindingsLifecycleController.class);
            bindings.changeState(Settings.IN, BindingsLifecycleController.State.STARTED);
            return () -> bindings.changeState(Settings.IN, BindingsLifecycleController.State.STOPPED);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
