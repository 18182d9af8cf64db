package dev.crossdock.conformance.process;

import dev.crossdock.conformance.history.Books;
import dev.crossdock.messaging.Ordering;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Describes a member of a group in a process of its own. What is asked for here is judged. */
public final class WorkerBuilder {
    private final String name;
    private final Map<String, String> configuration;
    private final String topic;
    private final String group;
    private final Books books;
    private Ordering ordering = Ordering.UNORDERED;
    private int concurrency = 1;
    private int prefetch = 16;
    private int maxAttempts = 5;
    private Duration retryDelay = Duration.ofMillis(100);
    private Duration lease = Duration.ofSeconds(30);
    private Duration claimLease = Duration.ZERO;
    private @Nullable Class<? extends Deed> deed;
    private Map<String, String> deedSettings = Map.of();
    private Duration patience = Duration.ofSeconds(30);
    private Function<Arrival, Act> acting = arrival -> Act.ACCEPT;
    private Consumer<Worker> whenStarted = worker -> {};
    private @Nullable Consumer<String> eavesdropper;

    /**
     * A member that accepts everything.
     *
     * @param name its program's name in the history
     * @param configuration how to reach the broker
     * @param books where its story is written
     */
    public WorkerBuilder(String name, Map<String, String> configuration, String topic, String group, Books books) {
        this.name = name;
        this.configuration = new TreeMap<>(configuration);
        this.topic = topic;
        this.group = group;
        this.books = books;
    }

    /** Asks for an order; none unless changed. */
    public WorkerBuilder ordering(Ordering wanted) {
        ordering = wanted;
        return this;
    }

    /** Asks for so many handlers; 1 unless changed. */
    public WorkerBuilder concurrency(int handlers) {
        concurrency = handlers;
        return this;
    }

    /** Has so many messages fetched and not finished; 16 unless changed. */
    public WorkerBuilder prefetch(int messages) {
        prefetch = messages;
        return this;
    }

    /** Makes a dead letter after so many attempts; 5 unless changed. */
    public WorkerBuilder maxAttempts(int attempts) {
        maxAttempts = attempts;
        return this;
    }

    /** Waits so long after each failure; 100 ms unless changed. */
    public WorkerBuilder retryDelay(Duration delay) {
        retryDelay = delay;
        return this;
    }

    /** Asks for a lease. */
    public WorkerBuilder lease(Duration limit) {
        lease = limit;
        return this;
    }

    /**
     * Handles each message once, by its id, and writes down an effect of each that it accepts.
     *
     * @param store the settings of the store
     * @param lease how long a claim holds
     */
    public WorkerBuilder idempotent(Map<String, String> store, Duration lease) {
        configuration.putAll(store);
        claimLease = lease;
        return this;
    }

    /** Changes its configuration. */
    public WorkerBuilder with(Map<String, String> settings) {
        configuration.putAll(settings);
        return this;
    }

    /**
     * Has its handler do something of its own with what it is told to accept.
     *
     * @param kind made in the worker's process; has a public constructor without parameters
     * @param settings what it is given there
     */
    public WorkerBuilder doing(Class<? extends Deed> kind, Map<String, String> settings) {
        deed = kind;
        deedSettings = Map.copyOf(settings);
        return this;
    }

    /** How long its start and its end may take. */
    public WorkerBuilder patience(Duration limit) {
        patience = limit;
        return this;
    }

    /** What its handler does at first; must return soon. Everything is accepted unless changed. */
    public WorkerBuilder acting(Function<Arrival, Act> acts) {
        acting = acts;
        return this;
    }

    /** Is given each line that the process prints, at the levels of logging that are on by default. Nobody unless changed. */
    public WorkerBuilder overheardBy(Consumer<String> listener) {
        eavesdropper = listener;
        return this;
    }

    /** Is given the worker as soon as there is a process to be ended. */
    public WorkerBuilder whenStarted(Consumer<Worker> listener) {
        whenStarted = listener;
        return this;
    }

    /**
     * Starts the process; returns when its consumer receives.
     *
     * @throws IllegalStateException with what it has printed if it does not come so far
     */
    public Worker start() throws Exception {
        String subscription = topic + " → " + group;
        WorkerPlan plan = new WorkerPlan(
                new TreeMap<>(configuration),
                topic,
                group,
                ordering,
                concurrency,
                Math.max(concurrency, prefetch),
                maxAttempts,
                retryDelay.toMillis(),
                lease.toMillis(),
                claimLease.toMillis(),
                deed == null ? null : deed.getName(),
                deedSettings);
        if (ordering == Ordering.PER_KEY) {
            books.claims().ordered(subscription);
        }
        Worker worker = new Worker(name, plan, books, patience, acting, eavesdropper);
        books.claims().concurrency(worker.member(), concurrency);
        whenStarted.accept(worker);
        worker.awaitReady();
        books.claims().subscribed(subscription);
        return worker;
    }
}
