package dev.crossdock.examples.quickstart;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.crossdock.codec.jackson.JacksonCodec;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Idempotency;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Publisher;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The demo. Ends with exit code 0 only if its own ledger balances. */
public final class Quickstart {
    private static final Topic<Order> ORDERS = Topic.of("orders", JacksonCodec.of(Order.class));
    private static final int ORDERS_PLACED = 2_000;
    private static final int CUSTOMERS = 40;
    private static final int EVERY_SO_MANY_TWICE = 25;
    private static final long PATIENCE_SECONDS = 120;

    private final PrintStream out;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final Bank bank = new Bank();
    private final Warehouse warehouse = new Warehouse();

    Quickstart(PrintStream out, long seed) {
        this.out = out;
        this.random = new Random(seed);
    }

    /** Runs it; the first argument, if there is one, is the seed of its random choices. */
    public static void main(String[] arguments) throws Exception {
        long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : System.nanoTime();
        System.exit(new Quickstart(System.out, seed).run(MessagingConfig.load(), seed) ? 0 : 1);
    }

    boolean run(MessagingConfig config, long seed) throws InterruptedException {
        out.printf(
                "Crossdock quickstart on %s, seed %d%n%n", config.properties().get("crossdock.transport"), seed);
        try (Messaging messaging = Messaging.open(config.withObserver(ledger))) {
            startConsumers(messaging);
            int duplicates = placeOrders(messaging.publisher(ORDERS));
            DeadLetters deadLetters = messaging.deadLetters(ORDERS, "billing");
            int poison = (int) java.util.stream.IntStream.range(0, ORDERS_PLACED)
                    .filter(number -> number % 50 == 13)
                    .count();
            await(
                    "everything is handled but what the bank cannot do",
                    () -> ledger.dead.get() == poison
                            && ledger.handled.get() == 2 * ORDERS_PLACED - poison
                            && ledger.duplicatesAbsorbed.get() >= 2 * duplicates - poison);
            showDeadLetters(deadLetters);
            bank.repair();
            int redriven = deadLetters.redrive(dead -> dead.error().contains("bank is down"));
            out.printf(
                    "%nThe bank is back: the operator sends %d dead letters back to billing, and to nobody else%n",
                    redriven);
            await(
                    "what was redriven is handled",
                    () -> ledger.handled.get() == 2 * ORDERS_PLACED
                            && ledger.duplicatesAbsorbed.get() == 2 * duplicates);
            return settle(duplicates, deadLetters.count());
        }
    }

    /** For each order, at which attempts it was charged. */
    Map<Integer, List<Integer>> charges() {
        return bank.charges();
    }

    // The program of the README: begin
    private void startConsumers(Messaging messaging) {
        messaging
                .consume(ORDERS, "billing")
                .concurrency(8)
                .retry(RetryPolicy.exponential(ofMillis(50), ofSeconds(1)).maxAttempts(4))
                .idempotent(Idempotency.byMessageId())
                .handle(delivery -> bank.charge(delivery.body(), delivery.attempt()));

        messaging
                .consume(ORDERS, "inventory")
                .concurrency(8)
                .ordering(Ordering.PER_KEY)
                .idempotent(Idempotency.byMessageId())
                .handle(delivery -> warehouse.pack(delivery.body()));
    }
    // The program of the README: end

    private int placeOrders(Publisher<Order> publisher) {
        int duplicates = 0;
        int[] sequence = new int[CUSTOMERS];
        for (int number = 0; number < ORDERS_PLACED; number++) {
            int customer = random.nextInt(CUSTOMERS);
            Order order = new Order(
                    number, "customer-" + customer, ++sequence[customer], 100 + random.nextInt(100_000), Instant.now());
            Message<Order> message = Message.of(order).withKey(order.customer());
            publisher.publish(message);
            // A network that stutters: the same message once more, under the same id.
            if (number % EVERY_SO_MANY_TWICE == 0) {
                publisher.publish(message);
                duplicates++;
            }
            if (number % 500 == 499) {
                show();
            }
        }
        return duplicates;
    }

    private void showDeadLetters(DeadLetters deadLetters) {
        show();
        List<DeadLetter> some = deadLetters.browse(3);
        out.printf("%nDead letters of billing: %d, for example%n", deadLetters.count());
        for (DeadLetter dead : some) {
            out.printf(
                    "  %s  key %s  %s after %d attempts: %s%n",
                    dead.messageId(), dead.key(), dead.reason(), dead.attempts(), dead.error());
        }
    }

    private boolean settle(int duplicates, long stillDead) {
        List<String> differences = ledger.differences(ORDERS_PLACED, duplicates, bank, warehouse, stillDead);
        out.printf(
                """

                Ledger
                  orders placed         %,7d
                  published             %,7d   (%d of them a second time)
                  handled               %,7d   (billing and inventory)
                  retried               %,7d
                  dead letters          %,7d
                  redriven              %,7d
                  duplicates absorbed   %,7d
                  charged twice         %,7d
                  packed out of order   %,7d
                """,
                ORDERS_PLACED,
                ledger.published.get(),
                duplicates,
                ledger.handled.get(),
                ledger.retried.get(),
                ledger.dead.get(),
                ledger.redriven.get(),
                ledger.duplicatesAbsorbed.get(),
                bank.chargedTwice(),
                warehouse.outOfOrder());
        out.println(differences.isEmpty() ? "It balances." : "It does not balance:");
        differences.forEach(difference -> out.println("  " + difference));
        return differences.isEmpty();
    }

    private void show() {
        out.printf(
                "  published %,5d  handled %,5d  retried %,4d  dead %,3d  duplicates absorbed %,4d%n",
                ledger.published.get(),
                ledger.handled.get(),
                ledger.retried.get(),
                ledger.dead.get(),
                ledger.duplicatesAbsorbed.get());
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (long i = 0; i < PATIENCE_SECONDS * 100; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            // Looks a hundred times a second whether it has come true.
            if (never.await(10, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        throw new IllegalStateException("waited " + PATIENCE_SECONDS + " seconds in vain until " + what);
    }
}
