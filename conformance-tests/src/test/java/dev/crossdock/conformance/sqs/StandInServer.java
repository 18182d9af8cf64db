package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Detour;
import dev.crossdock.conformance.Timings;
import dev.crossdock.conformance.containers.ContainerControl;
import dev.crossdock.conformance.containers.FixedPort;
import dev.crossdock.conformance.containers.RunLabels;
import dev.crossdock.conformance.network.Link;
import dev.crossdock.messaging.spi.WireMessage;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * One stand-in for SNS and SQS for all that this process tests. Clients reach it through a front, witnesses by themselves.
 * It keeps what it is told in its own file system and does not ask who tells it.
 */
final class StandInServer implements SqsServer {
    static final String REGION = "us-east-1";

    private static final String ACCESS_KEY = "crossdock";
    private static final String SECRET = "crossdock-secret";
    private static final String VERSION = "2.4.1";
    private static final int INSIDE = 4566;

    /**
     * Three of its lines are set right before it starts. What it stores forgets a column that must not be empty when a
     * visibility timeout is ended: it answers 500, and the message is gone. It waits for the disk with each message, which
     * has to outlive its process and not the machine. And it writes a log of all requests, whatever it is told.
     */
    private static final String REPAIRED_AND_STARTED = """
            file=$(find / -path '*/dist/persistence.js' -not -path '/proc/*' 2> /dev/null | head -n 1)
            sed -i 's/this.stmts.updateMessageInflight.run(null, null, null, null, messageId)/this.db.prepare("UPDATE \
            sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?").run(messageId)/' "$file"
            sed -i 's/journal_mode = WAL/journal_mode = WAL; PRAGMA synchronous = OFF/' "$file"
            sed -i 's/logger: true/logger: false/' "$(dirname "$file")/server.js"
            exec node "$(dirname "$file")/server.js"
            """;

    // Loans and delays are counted in whole seconds here.
    private static final Timings TIMINGS = new Timings(
            Duration.ofSeconds(3), Duration.ofMillis(6_200), Duration.ofSeconds(60), Duration.ofMillis(3_000));

    /** Longer than anybody who reads a queue goes without asking. */
    private static final Duration POLLED = Duration.ofMillis(2_500);

    private final int port = FixedPort.free();
    private final URI direct = URI.create("http://localhost:" + port);
    private final GenericContainer<?> container = new GenericContainer<>("kibertoad/fauxqs:" + VERSION);
    private final PollWatch front;
    private final Link link;
    private final BrokerControl control;
    private final BareClients clients;
    private final Inspection inspection = new Inspection(direct);
    private final Map<Boolean, BrokerSecurity> security = new ConcurrentHashMap<>();

    private StandInServer() {
        container.setPortBindings(List.of(FixedPort.binding(port, INSIDE)));
        container
                .withLabels(RunLabels.ofThisRun())
                .withEnv("FAUXQS_PERSISTENCE", "true")
                .withEnv("FAUXQS_DATA_DIR", "/data")
                .withCommand("sh", "-c", REPAIRED_AND_STARTED)
                .waitingFor(Wait.forHttp("/health").forPort(INSIDE))
                .withStartupTimeout(Duration.ofMinutes(2))
                .start();
        this.front = new PollWatch(FixedPort.free(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.link = Link.open(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), front.port()));
        this.control = new FrontedControl(
                new ContainerControl(container, port, this::answers, front::dropConnections, front), front);
        this.clients = BareClients.open(
                Region.of(REGION),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET)),
                direct,
                direct);
    }

    /** The one broker, started when it is needed first. */
    static StandInServer shared() {
        return Shared.BROKER;
    }

    @Override
    public String version() {
        return "fauxqs " + VERSION;
    }

    @Override
    public Map<String, String> configuration(boolean fifo) {
        return configuration(fifo, front.port());
    }

    private static Map<String, String> configuration(boolean fifo, int port) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("crossdock.transport", "sqs");
        configuration.put("crossdock.sqs.endpoint", "http://localhost:" + port);
        configuration.put("crossdock.sqs.region", REGION);
        configuration.put("crossdock.sqs.access-key-id", ACCESS_KEY);
        configuration.put("crossdock.sqs.secret-access-key", SECRET);
        configuration.put("crossdock.sqs.fifo", Boolean.toString(fifo));
        return configuration;
    }

    @Override
    public String namePrefix() {
        return "";
    }

    @Override
    public Timings timings() {
        return TIMINGS;
    }

    @Override
    public BareClients clients() {
        return clients;
    }

    @Override
    public <T> T reliably(Supplier<T> question) {
        return question.get();
    }

    @Override
    public List<WireMessage> peek(String queueUrl) {
        return inspection.messages(queueUrl);
    }

    @Override
    public int connections() {
        return front.connections();
    }

    @Override
    public boolean isPolled(String queueUrl) {
        return front.isPolled(queueUrl.substring(queueUrl.lastIndexOf('/') + 1), POLLED);
    }

    @Override
    public BrokerControl control() {
        return control;
    }

    @Override
    public BrokerSecurity security(boolean fifo) {
        return security.computeIfAbsent(fifo, kind -> new SqsSecurity(direct, kind));
    }

    @Override
    public Detour detour(boolean fifo) {
        return new Detour(link, configuration(fifo, link.port()));
    }

    /** Others of this process may still need it. */
    @Override
    public void close() {}

    private boolean answers() {
        try {
            HttpURLConnection health =
                    (HttpURLConnection) direct.resolve("/health").toURL().openConnection();
            health.setConnectTimeout(1_000);
            health.setReadTimeout(2_000);
            return health.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static final class Shared {
        static final StandInServer BROKER = new StandInServer();
    }
}
