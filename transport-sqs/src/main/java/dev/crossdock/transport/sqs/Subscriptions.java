package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Lets inboxes listen to their topics, or looks whether they do. Thread-safe. */
final class Subscriptions {
    private static final String RAW = "RawMessageDelivery";
    private static final String FILTER = "FilterPolicy";
    private static final String PENDING = "PendingConfirmation";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 100;

    private final Clients clients;

    Subscriptions(Clients clients) {
        this.clients = clients;
    }

    /** @param inbox what to call it in an error */
    void provision(String topicArn, String queueArn, String inbox, boolean create) throws Exception {
        String arn = find(topicArn, queueArn);
        if (arn == null && !create) {
            throw new MessagingException(
                    ErrorCode.NOT_FOUND,
                    "Wanted the " + inbox + " to be subscribed to " + topicArn
                            + ", found that it is not; provisioning VERIFY creates nothing, CREATE would");
        }
        if (arn == null) {
            // An equal one is left as it is.
            arn = clients.await(clients.sns()
                            .subscribe(request -> request.topicArn(topicArn)
                                    .protocol("sqs")
                                    .endpoint(queueArn)
                                    .attributes(Map.of(RAW, "true"))
                                    .returnSubscriptionArn(true)))
                    .subscriptionArn();
        }
        awaitConfirmed(arn, inbox);
    }

    private void awaitConfirmed(String arn, String inbox) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<String, String> attributes = clients.await(
                            clients.sns().getSubscriptionAttributes(request -> request.subscriptionArn(arn)))
                    .attributes();
            if (!"true".equals(attributes.get(RAW))) {
                throw new MessagingException(
                        ErrorCode.CONFLICT,
                        "Wanted the subscription of the " + inbox + " with " + RAW + " true, found "
                                + attributes.get(RAW) + "; nothing was changed");
            }
            String filter = attributes.get(FILTER);
            if (filter != null && !filter.isBlank() && !filter.equals("{}")) {
                throw new MessagingException(
                        ErrorCode.CONFLICT,
                        "Wanted the subscription of the " + inbox + " without " + FILTER
                                + ", because it drops what was confirmed, found " + filter + "; nothing was changed");
            }
            if (!"true".equals(attributes.get(PENDING))) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new MessagingException(
                        ErrorCode.TIMEOUT,
                        "Wanted the subscription of the " + inbox + " to be confirmed, found it pending after "
                                + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private @Nullable String find(String topicArn, String queueArn) throws Exception {
        String next = null;
        do {
            String page = next;
            ListSubscriptionsByTopicResponse answer = clients.await(clients.sns()
                    .listSubscriptionsByTopic(
                            request -> request.topicArn(topicArn).nextToken(page)));
            List<Subscription> some = answer.subscriptions();
            for (Subscription subscription : some) {
                if (queueArn.equals(subscription.endpoint())
                        && subscription.subscriptionArn().startsWith("arn:")) {
                    return subscription.subscriptionArn();
                }
            }
            next = answer.nextToken();
        } while (next != null && !next.isEmpty());
        return null;
    }
}
