package dev.crossdock.benchmarks.peers.spring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.Message;

/** The application: a consumer, and who listens for confirms, with public methods, because others are not found. */
@SpringBootApplication
class Application {
    private final Confirming confirming;

    Application(Confirming confirming) {
        this.confirming = confirming;
    }

    @Bean
    Sink sink() {
        return new Sink();
    }

    /** What Kafka has stored. */
    @ServiceActivator(inputChannel = Settings.STORED)
    public void stored(Message<?> record) {
        confirming.window().answered(null);
    }

    /** What was not stored. */
    @ServiceActivator(inputChannel = "errorChannel")
    public void failed(Message<?> failure) {
        confirming.window().answered(new IllegalStateException(String.valueOf(failure.getPayload())));
    }
}
