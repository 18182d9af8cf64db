package dev.crossdock.examples.deadletters;

import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.Consumer;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.RetryPolicy;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Charges invoices. The first release of it cannot charge a single one: of every ten, four are for accounts that it does
 * not know, and six of an amount that is no amount. {@code billing first} lets a thousand die; {@code billing second}
 * knows the accounts, and ends when it has charged the four hundred.
 */
final class Billing {
    private static final Topic<String> INVOICES = Topic.of("invoices", Codec.utf8());
    private static final String GROUP = "billing";
    private static final int ALL = 1_000;
    private static final int CHARGEABLE = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Billing() {}

    public static void main(String[] arguments) throws Exception {
        boolean knowsAccounts = arguments.length == 1 && arguments[0].equals("second");
        CountDownLatch left = new CountDownLatch(knowsAccounts ? CHARGEABLE : ALL);
        MessagingConfig config = MessagingConfig.load().withObserver(event -> {
            if (knowsAccounts
                    ? event instanceof MessagingEvent.Handled
                    : event instanceof MessagingEvent.DeadLettered) {
                left.countDown();
            }
        });
        try (Messaging messaging = Messaging.open(config)) {
            Consumer billing = messaging
                    .consume(INVOICES, GROUP)
                    .concurrency(8)
                    .retry(RetryPolicy.fixed(Duration.ofMillis(10)).maxAttempts(2))
                    .handle(invoice -> charge(invoice.key(), Long.parseLong(invoice.body()), knowsAccounts));
            if (!knowsAccounts) {
                messaging.publisher(INVOICES).publishAll(invoices());
            }
            if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(left.getCount() + " invoices did not come");
            }
            billing.close();
        }
        System.out.println(
                knowsAccounts ? "Charged " + CHARGEABLE + " invoices" : "Could not charge " + ALL + " invoices");
    }

    private static void charge(@Nullable String account, long cents, boolean knowsAccounts) {
        if (cents < 0) {
            throw new IllegalArgumentException("no such amount: " + cents);
        }
        if (!knowsAccounts) {
            throw new IllegalStateException("no such account: " + account);
        }
    }

    private static List<Message<String>> invoices() {
        List<Message<String>> invoices = new ArrayList<>();
        for (int number = 0; number < ALL; number++) {
            boolean chargeable = number % 10 < 4;
            invoices.add(Message.of(Integer.toString(chargeable ? number : -number))
                    .withId("invoice-" + number)
                    .withKey("account-" + number % 7));
        }
        return invoices;
    }
}
