package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * One stand-in for SNS and SQS for all that this process tests. Clients reach it through a front, witnesses by themselves.
 * It keeps what it is told in its own file system and does not ask who tells it.
 */
final class SqsBroker {
    static final String REGION = "us-east-1";
    static final String ACCESS_KEY = "crossdock";
    static final String SECRET = "crossdock-secret";

    private static final String VERSION = "2.4.1";
    private static final int INSIDE = 4566;

    // What it stores forgets a column that must not be empty, when a visibility timeout is ended: it answers 500, and
    // the
    // message is gone. That line is set right before it starts. It also writes a log of all requests whatever it is
    // told, and
    // waits for the disk with each message, which has to outlive its process and not the machine.
    private static final String REPAIRED_AND_STARTED = """
            file=$(find / -path '*/dist/persistence.js' -not -path '/proc/*' 2> /dev/null | head -n 1)
            sed -i 's/this.stmts.updateMessageInflight.run(null, null, null, null, messageId)/this.db.prepare("UPDATE \
            sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?").run(messageId)/' "$file"
            sed -i 's/journal_mode = WAL/journal_mode = WAL; PRAGMA synchronous = OFF/' "$file"
            sed -i 's/logger: true/logger: false/' "$(dirname "$file")/server.js"
            exec node "$(dirname "$file")/server.js"
            """;

    private final int direct = FixedPort.free();
    private final GenericContainer<?> container = new GenericContainer<>("kibertoad/fauxqs:" + VERSION);
    private final PollWatch front;
    private final ContainerControl control;

    private SqsBroker() {
        container.setPortBindings(List.of(FixedPort.binding(direct, INSIDE)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withEnv("FAUXQS_PERSISTENCE", "true")
                .withEnv("FAUXQS_DATA_DIR", "/data")
                .withCommand("sh", "-c", REPAIRED_AND_STARTED)
                .waitingFor(Wait.forHttp("/health").forPort(INSIDE))
                .withStartupTimeout(Duration.ofMinutes(2))
                .start();
        this.front = new PollWatch(FixedPort.free(), behind());
        this.control = new ContainerControl(container, direct, this::answers, front::dropConnections);
    }

    /** The one broker, started when it is needed first. */
    static SqsBroker shared() {
        return Shared.BROKER;
    }

    String version() {
        return "fauxqs " + VERSION;
    }

    /** Where a witness connects. */
    URI direct() {
        return URI.create("http://localhost:" + direct);
    }

    InetSocketAddress behind() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), direct);
    }

    PollWatch front() {
        return front;
    }

    Map<String, String> configuration(boolean fifo) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("crossdock.transport", "sqs");
        configuration.put("crossdock.sqs.endpoint", "http://localhost:" + front.port());
        configuration.put("crossdock.sqs.region", REGION);
        configuration.put("crossdock.sqs.access-key-id", ACCESS_KEY);
        configuration.put("crossdock.sqs.secret-access-key", SECRET);
        configuration.put("crossdock.sqs.fifo", Boolean.toString(fifo));
        return configuration;
    }

    BrokerControl control() {
        return control;
    }

    private boolean answers() {
        try {
            HttpURLConnection health =
                    (HttpURLConnection) direct().resolve("/health").toURL().openConnection();
            health.setConnectTimeout(1_000);
            health.setReadTimeout(2_000);
            return health.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static final class Shared {
        static final SqsBroker BROKER = new SqsBroker();
    }
}
