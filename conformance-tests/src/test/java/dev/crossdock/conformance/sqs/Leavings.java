package dev.crossdock.conformance.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** All that has names with a prefix: topics with their subscriptions, and queues. */
final class Leavings {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final BareClients clients;
    private final String prefix;
    private final Set<String> gone = new HashSet<>();
    private @Nullable CompletionException problem;

    Leavings(BareClients clients, String prefix) {
        this.clients = clients;
        this.prefix = prefix;
    }

    /**
     * Deletes it. A list may lack what is new and have what is gone, so it is over when two have nothing new.
     *
     * @throws IllegalStateException with what is left if that takes too long
     */
    void delete() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int nothingNew = deleteOnce() ? 0 : 1;
        while (nothingNew < 2) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "wanted to delete every topic and queue whose name begins with " + prefix
                                + ", found some left after " + PATIENCE,
                        problem);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            nothingNew = deleteOnce() ? 0 : nothingNew + 1;
        }
    }

    /** Gives whether there was anything. Of what failed, the next round is to take care. */
    private boolean deleteOnce() {
        List<String> topics = new ArrayList<>();
        clients.sns()
                .listTopicsPaginator()
                .topics()
                .filter(topic -> topic.topicArn().contains(":" + prefix))
                .subscribe(topic -> topics.add(topic.topicArn()))
                .join();
        List<String> queues = new ArrayList<>();
        clients.sqs()
                .listQueuesPaginator(request -> request.queueNamePrefix(prefix).maxResults(1_000))
                .queueUrls()
                .subscribe(queues::add)
                .join();
        topics.removeAll(gone);
        queues.removeAll(gone);
        topics.forEach(topic -> attempt(topic, () -> deleteTopic(topic)));
        queues.forEach(queue -> attempt(
                queue,
                () -> clients.sqs()
                        .deleteQueue(request -> request.queueUrl(queue))
                        .join()));
        return !topics.isEmpty() || !queues.isEmpty();
    }

    private void deleteTopic(String arn) {
        List<String> subscriptions = new ArrayList<>();
        clients.sns()
                .listSubscriptionsByTopicPaginator(request -> request.topicArn(arn))
                .subscriptions()
                .filter(subscription -> subscription.subscriptionArn().startsWith("arn:"))
                .subscribe(subscription -> subscriptions.add(subscription.subscriptionArn()))
                .join();
        for (String subscription : subscriptions) {
            clients.sns()
                    .unsubscribe(request -> request.subscriptionArn(subscription))
                    .join();
        }
        clients.sns().deleteTopic(request -> request.topicArn(arn)).join();
    }

    private void attempt(String what, Runnable deletion) {
        try {
            deletion.run();
            gone.add(what);
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueueDoesNotExistException || e.getCause() instanceof NotFoundException) {
                gone.add(what);
            } else {
                problem = e;
            }
        }
    }
}
