package dev.crossdock.conformance.stores;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A Redis server that writes down what it has confirmed, and can be stopped; alone, or a cluster of one node. */
final class RedisContainer implements AutoCloseable {
    static final String PASSWORD = "rack'and\\pinion";

    private final int port = FixedPort.free();
    private final GenericContainer<?> container = new GenericContainer<>("redis:8");
    private final RedisClient client;

    RedisContainer(boolean cluster) {
        // A cluster tells its clients where its nodes are.
        int itsPort = cluster ? port : 6379;
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                Integer.toString(itsPort),
                "--requirepass",
                PASSWORD,
                "--appendonly",
                "yes",
                "--appendfsync",
                "always"));
        if (cluster) {
            command.addAll(List.of("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"));
        }
        container.setPortBindings(List.of(FixedPort.binding(port, itsPort)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withCommand(command.toArray(String[]::new))
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1))
                .withStartupTimeout(Duration.ofMinutes(1))
                .start();
        client = RedisClient.create(RedisURI.builder()
                .withHost(container.getHost())
                .withPort(port)
                .withPassword(PASSWORD.toCharArray())
                .withTimeout(Duration.ofSeconds(2))
                .build());
        if (cluster) {
            run(redis -> redis.clusterAddSlots(IntStream.range(0, 16_384).toArray()));
            control().start();
        }
    }

    /** What is asked of the server. */
    interface Question<R> {
        R ask(RedisCommands<String, String> redis);
    }

    String url() {
        return "redis://" + container.getHost() + ":" + port;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(container.getHost(), port);
    }

    <R> R run(Question<R> question) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.ask(connection.sync());
        }
    }

    BrokerControl control() {
        return new ContainerControl(container, port, this::answers, () -> {
            throw new UnsupportedOperationException("connections are not broken one by one here");
        });
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        container.stop();
    }

    private boolean answers() {
        return run(redis -> {
            String info = redis.info("cluster");
            return !info.contains("cluster_enabled:1") || redis.clusterInfo().contains("cluster_state:ok");
        });
    }
}
