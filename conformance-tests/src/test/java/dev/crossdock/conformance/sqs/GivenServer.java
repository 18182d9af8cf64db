package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.BrokerControl;
import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Detour;
import dev.crossdock.conformance.Timings;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * A server that somebody else runs, AWS above all: nothing is done to it, and all that is made there begins with a prefix
 * of this run, so that it can be found and deleted at the end.
 */
final class GivenServer implements SqsServer {
    // Whoever finds something that begins so, and whose run has ended, may delete it.
    private static final String OURS = "cdt";
    private static final int RADIX = 36;
    private static final int FOUR_DIGITS = RADIX * RADIX * RADIX * RADIX;

    // The way is longer, and a queue may be asked on a machine that has not heard of the latest.
    private static final Timings TIMINGS = new Timings(
            Duration.ofSeconds(6), Duration.ofMillis(12_500), Duration.ofMinutes(3), Duration.ofSeconds(10));

    private static final int ALIKE = 3;
    private static final Duration ASK_AGAIN = Duration.ofMillis(400);
    private static final Duration ENOUGH = Duration.ofMinutes(1);

    private final GivenEndpoint endpoint;
    private final String prefix;
    private final BareClients clients;

    GivenServer(GivenEndpoint endpoint) {
        this.endpoint = endpoint;
        String number = Integer.toString(ThreadLocalRandom.current().nextInt(FOUR_DIGITS, RADIX * FOUR_DIGITS), RADIX);
        this.prefix = OURS + number + "_";
        this.clients = BareClients.open(
                Region.of(endpoint.region()),
                DefaultCredentialsProvider.builder().build(),
                endpoint.sqs(),
                endpoint.sns());
    }

    @Override
    public String version() {
        return endpoint.described();
    }

    @Override
    public Map<String, String> configuration(boolean fifo) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("crossdock.transport", "sqs");
        configuration.put("crossdock.sqs.region", endpoint.region());
        configuration.put("crossdock.sqs.name-prefix", prefix);
        configuration.put("crossdock.sqs.fifo", Boolean.toString(fifo));
        if (endpoint.sqs() != null) {
            configuration.put("crossdock.sqs.endpoint", endpoint.sqs().toString());
        }
        if (endpoint.sns() != null) {
            configuration.put("crossdock.sqs.sns-endpoint", endpoint.sns().toString());
        }
        return configuration;
    }

    @Override
    public String namePrefix() {
        return prefix;
    }

    @Override
    public Timings timings() {
        return TIMINGS;
    }

    @Override
    public BareClients clients() {
        return clients;
    }

    /**
     * AWS calls its numbers approximate, and lists what it has with a delay: asks until it has heard the same a few times,
     * or believes the last answer after a minute.
     */
    @Override
    public <T> T reliably(Supplier<T> question) {
        long end = System.nanoTime() + ENOUGH.toNanos();
        T answer = question.get();
        for (int alike = 1; alike < ALIKE && System.nanoTime() - end < 0; ) {
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
            T next = question.get();
            alike = next.equals(answer) ? alike + 1 : 1;
            answer = next;
        }
        return answer;
    }

    @Override
    public List<WireMessage> peek(String queueUrl) {
        return new Borrowing(clients.sqs()).peek(queueUrl);
    }

    @Override
    public int connections() {
        throw cannot("be asked how many connections it has");
    }

    @Override
    public boolean isPolled(String queueUrl) {
        throw cannot("be asked who polls");
    }

    @Override
    public BrokerControl control() {
        return new BrokerControl() {
            @Override
            public void dropConnections() {
                throw cannot("be told to drop connections");
            }

            @Override
            public void pause() {
                throw cannot("be paused");
            }

            @Override
            public void resume() {
                // It was not paused.
            }

            @Override
            public void start() {
                // It was not stopped.
            }
        };
    }

    @Override
    public BrokerSecurity security(boolean fifo) {
        throw cannot("be given other accounts");
    }

    @Override
    public Detour detour(boolean fifo) {
        throw cannot("be put behind a link: its requests are signed for its name");
    }

    @Override
    public void close() {
        try {
            new Leavings(clients, prefix).delete();
        } finally {
            clients.close();
        }
    }

    private UnsupportedOperationException cannot(String what) {
        return new UnsupportedOperationException(version() + " is not ours and cannot " + what);
    }
}
