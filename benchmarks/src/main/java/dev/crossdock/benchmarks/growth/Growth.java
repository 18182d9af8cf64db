package dev.crossdock.benchmarks.growth;

import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Topic;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Lets one thing grow by powers of ten in one process, and prints what the library takes for it.
 *
 * <pre>Growth topics|keys|backlog|concurrency transport host:port [most]</pre>
 *
 * <p>With the transport {@code inmemory} a mode of the broker in memory stands for the address.
 */
public final class Growth {
    private static final Map<String, Kind> KINDS = Map.of(
            "topics", new Kind(new Topics(), 1, 1_000),
            "keys", new Kind(new Keys(), 10, 1_000_000),
            "backlog", new Kind(new Backlog(), 1_000, 1_000_000),
            "concurrency", new Kind(new Concurrency(), 1, 1_000));

    private Growth() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Kind kind = arguments.length < 3 ? null : KINDS.get(arguments[0]);
        if (kind == null) {
            throw new IllegalArgumentException("wanted one of " + KINDS.keySet() + ", a transport and host:port");
        }
        Broker broker = new Broker(arguments[1], arguments[2]);
        int most = arguments.length > 3 ? Integer.parseInt(arguments[3]) : kind.most();
        // What is compiled and loaded by then is the same for all.
        kind.step().measure(broker, kind.least());
        System.out.printf(
                "| %s: %s | %s |%n",
                broker.transport(), arguments[0], kind.step().columns());
        System.out.println("|---|" + "---|".repeat(kind.step().columns().split("\\|").length));
        for (int size = kind.least(); size <= most; size *= 10) {
            System.out.printf(Locale.ROOT, "| %,d | %s |%n", size, kind.step().measure(broker, size));
        }
        // Some clients leave threads that nobody can end.
        System.exit(0);
    }

    /** A topic of its own for each measurement. */
    static Topic<byte[]> topic() {
        return Topic.of("growth-" + UUID.randomUUID().toString().substring(0, 8), Codec.sharedBytes());
    }

    /** What grows. */
    interface Step {
        /** What is told, as the head of a table. */
        String columns();

        /** Measures with so many, and tells it as a row. */
        String measure(Broker broker, int size) throws Exception;
    }

    private record Kind(Step step, int least, int most) {}
}
