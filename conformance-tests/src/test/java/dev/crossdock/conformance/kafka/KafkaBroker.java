package dev.crossdock.conformance.kafka;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.kafka.KafkaContainer;

/** One broker for all that this process tests. Clients reach it through a proxy, witnesses by themselves. */
final class KafkaBroker {
    static final String VERSION = "4.3.1";

    private static final int FOR_CLIENTS = 9092;
    private static final int FOR_WITNESSES = 9095;

    private final int direct = FixedPort.free();
    private final int forWitnesses = FixedPort.free();
    private final int proxied = FixedPort.free();
    private final TcpProxy proxy;
    private final KafkaContainer container;
    private final ContainerControl control;

    // The container ends with the process: its owner's label says whose it was.
    @SuppressWarnings("resource")
    private KafkaBroker() {
        this.container = new KafkaContainer("apache/kafka:" + VERSION) {
            @Override
            public String getBootstrapServers() {
                return "localhost:" + proxied;
            }
        };
        container
                .withListener("0.0.0.0:" + FOR_WITNESSES, () -> "localhost:" + forWitnesses)
                .withLabels(RunLabels.ofThisRun())
                .withEnv(quickGroups())
                .withEnv(manyTopics());
        container.addExposedPort(FOR_WITNESSES);
        container.setPortBindings(
                List.of(FixedPort.binding(direct, FOR_CLIENTS), FixedPort.binding(forWitnesses, FOR_WITNESSES)));
        container.start();
        this.proxy = new TcpProxy(proxied, new InetSocketAddress(InetAddress.getLoopbackAddress(), direct));
        this.control = new ContainerControl(container, forWitnesses, this::answers, proxy::dropConnections);
    }

    /** The one broker, started when it is needed first. */
    static KafkaBroker shared() {
        return Shared.BROKER;
    }

    /** Where programs connect. */
    String address() {
        return "localhost:" + proxied;
    }

    /** Where a witness connects. */
    String witnessAddress() {
        return "localhost:" + forWitnesses;
    }

    int connections() {
        return proxy.connections();
    }

    BrokerControl control() {
        return control;
    }

    private boolean answers() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", witnessAddress(), "request.timeout.ms", 2_000, "default.api.timeout.ms", 2_000);
        try (Admin admin = Admin.create(properties)) {
            return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // A member that came or went shall be noticed before a scenario loses its patience.
    private static Map<String, String> quickGroups() {
        return Map.of(
                "KAFKA_GROUP_CONSUMER_MIN_HEARTBEAT_INTERVAL_MS", "100",
                "KAFKA_GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS", "200",
                "KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS", "1000",
                "KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS", "6000",
                "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
    }

    private static Map<String, String> manyTopics() {
        return Map.of("KAFKA_LOG_INDEX_SIZE_MAX_BYTES", "65536", "KAFKA_HEAP_OPTS", "-Xmx1g");
    }

    private static final class Shared {
        static final KafkaBroker BROKER = new KafkaBroker();
    }
}
