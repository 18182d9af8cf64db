package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.transport.kafka.TopicMaker.Found;
import dev.crossdock.transport.kafka.TopicMaker.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows which Kafka topics are there. Thread-safe.
 *
 * <p>Nothing may be asked of a producer or consumer about a topic before it is known here: a broker makes topics that it is
 * asked about, unless it was told not to.
 */
final class KafkaTopics {
    private final TopicMaker maker;
    private final KafkaNames names;
    private final Duration patience;
    private final Map<Address, CompletableFuture<Found>> known = new ConcurrentHashMap<>();
    private final List<Wish> later = new ArrayList<>();

    /**
     * Knows nothing yet.
     *
     * @param requestTimeout how long one request may take
     */
    KafkaTopics(TopicMaker maker, KafkaNames names, Duration requestTimeout) {
        this.maker = maker;
        this.names = names;
        // To make a topic takes four requests, each of which ends in time by itself.
        this.patience = requestTimeout.multipliedBy(4);
    }

    /** A topic that is there, or was begun to be made. */
    Found require(Address address) throws Exception {
        CompletableFuture<Found> state = known.get(address);
        if (state == null) {
            state = wish(address, false);
            fulfil();
        } else if (!state.isDone()) {
            fulfil();
        }
        return await(state, address);
    }

    /** Asks the broker for a topic, whatever is known of it; makes nothing but what was begun to be made. */
    Found look(Address address) throws Exception {
        CompletableFuture<Found> state = known.get(address);
        if (state != null && !state.isDone()) {
            return require(address);
        }
        CompletableFuture<Found> answer = new CompletableFuture<>();
        maker.fulfil(List.of(new Wish(address, names.topic(address), false, answer)));
        try {
            Found found = await(answer, address);
            known.put(address, CompletableFuture.completedFuture(found));
            return found;
        } catch (MessagingException e) {
            if (state != null && e.code() == ErrorCode.NOT_FOUND) {
                known.remove(address, state);
            }
            throw e;
        }
    }

    /** Makes a topic if it is missing. */
    Found make(Address address) throws Exception {
        CompletableFuture<Found> state = wish(address, true);
        fulfil();
        return await(state, address);
    }

    /** Has a topic made, if it is missing, together with others: when the first of them is required. */
    void makeWithOthers(Address address) {
        var unused = wish(address, true);
    }

    /** Waits for the dead letters and lanes of a group that are to be made. */
    void requireOthers(Address.Inbox inbox) throws Exception {
        Address topic = new Address.Topic(inbox.topic());
        Address dead = new Address.DeadLetters(inbox.topic(), inbox.group());
        for (Address address : known.keySet()) {
            boolean lane = address instanceof Address.DelayLane some
                    && (some.target().equals(inbox) || some.target().equals(topic));
            if (lane || address.equals(dead)) {
                require(address);
            }
        }
    }

    /** Whether a topic is there by now; fails if it could not be found or made. Does not wait. */
    boolean isThere(Address address) throws Exception {
        CompletableFuture<Found> state = known.get(address);
        if (state == null) {
            state = wish(address, false);
            fulfil();
        }
        return state.isDone() && await(state, address).partitions() > 0;
    }

    /** Something was refused because the topic is gone: it will be asked for again. */
    void forget(Address address) {
        known.remove(address);
    }

    /** All partitions that a queue is read from. */
    List<TopicPartition> partitions(Address.Queue queue) throws Exception {
        List<TopicPartition> all = new ArrayList<>();
        for (Address source : sources(queue)) {
            all.addAll(partitionsOf(source));
        }
        return all;
    }

    /** The partitions of one topic. */
    List<TopicPartition> partitionsOf(Address address) throws Exception {
        List<TopicPartition> all = new ArrayList<>();
        int count = require(address).partitions();
        for (int i = 0; i < count; i++) {
            all.add(new TopicPartition(names.topic(address), i));
        }
        return all;
    }

    /** What a queue is read from: an inbox from its topic, too. */
    static List<Address> sources(Address.Queue queue) {
        return queue instanceof Address.Inbox inbox ? List.of(new Address.Topic(inbox.topic()), inbox) : List.of(queue);
    }

    private CompletableFuture<Found> wish(Address address, boolean make) {
        CompletableFuture<Found> mine = new CompletableFuture<>();
        CompletableFuture<Found> before = known.putIfAbsent(address, mine);
        if (before != null) {
            return before;
        }
        var unused = mine.whenComplete((found, failure) -> {
            if (failure != null) {
                // Asked for again next time: somebody may have made it meanwhile.
                known.remove(address, mine);
            } else {
                known.replace(
                        address,
                        mine,
                        CompletableFuture.completedFuture(new Found(found.name(), found.partitions(), false)));
            }
        });
        synchronized (later) {
            later.add(new Wish(address, names.topic(address), make, mine));
        }
        return mine;
    }

    private void fulfil() {
        List<Wish> now;
        synchronized (later) {
            now = List.copyOf(later);
            later.clear();
        }
        if (!now.isEmpty()) {
            maker.fulfil(now);
        }
    }

    private Found await(CompletableFuture<Found> state, Address address) throws Exception {
        try {
            return state.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failureOf(e);
        } catch (TimeoutException e) {
            throw new MessagingException(
                    ErrorCode.UNAVAILABLE,
                    "Wanted to know of the " + address.inWords() + " within " + patience.toMillis()
                            + " ms, found no answer of the broker",
                    e);
        }
    }

    private static Exception failureOf(ExecutionException e) {
        Throwable cause = KafkaErrors.unwrapped(e);
        return cause instanceof Exception exception ? exception : e;
    }
}
