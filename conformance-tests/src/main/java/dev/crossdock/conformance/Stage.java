package dev.crossdock.conformance;

import dev.crossdock.conformance.catalogue.Entry;
import dev.crossdock.conformance.history.Books;
import dev.crossdock.conformance.history.Claims;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.history.Tally;
import dev.crossdock.conformance.network.Link;
import dev.crossdock.conformance.once.StoreServer;
import dev.crossdock.conformance.process.Places;
import dev.crossdock.conformance.process.PublisherProcess;
import dev.crossdock.conformance.process.RedriveProcess;
import dev.crossdock.conformance.process.SecondProcess;
import dev.crossdock.conformance.process.WorkerBuilder;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario plays on: names of its own, programs that write down what they do, the broker's witness, and ways to
 * say what must hold. Thread-safe.
 */
public final class Stage {
    private final Entry entry;
    private final TransportHarness harness;
    private final String run;
    private final long seed;
    private final boolean full;
    private final Books books;
    private final Deque<Runnable> endings = new ConcurrentLinkedDeque<>();
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<MessagingEvent> observed = new ArrayList<>();

    Stage(Entry entry, TransportHarness harness, String run, long seed, boolean full, History history) {
        this.entry = entry;
        this.harness = harness;
        this.run = run;
        this.seed = seed;
        this.full = full;
        this.books = new Books(history, new Claims(), new Tally());
        books.claims().settlementsForgottenWithin(harness.settlementsForgottenWithin());
    }

    /** The scenario's id, which begins the codes of what does not hold. */
    public String id() {
        return entry.id();
    }

    /** Whether it is to be played in full, however long that takes; otherwise in a form that fits into a build. */
    public boolean full() {
        return full;
    }

    /** The broker under test. */
    public TransportHarness harness() {
        return harness;
    }

    /** Looks at the broker without the library. */
    public BrokerWitness witness() {
        return harness.witness();
    }

    /** Who may do what on the broker. */
    public BrokerSecurity security() {
        return harness.security();
    }

    /** How long things take here. */
    public Timings timings() {
        return harness.timings();
    }

    /** What can be asked for here. */
    public CapabilityManifest manifest() {
        return CapabilityManifest.of(harness.capabilities());
    }

    /** What has happened so far. */
    public History history() {
        return books.history();
    }

    /** What was asked for so far, and so has to hold. */
    public Claims claims() {
        return books.claims();
    }

    /** Everything that the scenario is judged by. */
    Books books() {
        return books;
    }

    /** Random choices that are the same whenever the run's seed is. */
    public Random random() {
        return new Random(seed);
    }

    /** A name that nothing else on the broker has. */
    public String name(String part) {
        return run + "." + id().toLowerCase(java.util.Locale.ROOT) + "." + part + "." + numbers.incrementAndGet();
    }

    /** A topic of bytes with a name of its own. */
    public Topic<byte[]> topic() {
        return topic(name("topic"));
    }

    /** A topic of bytes with this name. */
    public Topic<byte[]> topic(String name) {
        return Topic.of(name, Codec.bytes());
    }

    /** The way that programs of a scenario take that {@linkplain Entry.Needs#LINK needs} one that can be broken. */
    public Link link() {
        return harness.detour().link();
    }

    /** The configuration with which programs connect. */
    public MessagingConfig config() {
        Map<String, String> way =
                entry.needs() == Entry.Needs.LINK ? harness.detour().configuration() : harness.configuration();
        // A handler that a broken library never lets go must not hold up the verdict.
        return MessagingConfig.of(way).with("crossdock.close-timeout", "2s");
    }

    /** Another program that uses the library: a connection of its own. Closed when the scenario ends. */
    public Program program() {
        return program(config -> config);
    }

    /** The same with a configuration that is changed a little. */
    public Program program(UnaryOperator<MessagingConfig> change) {
        String name = "p" + numbers.incrementAndGet();
        Observation observation = new Observation(name, this);
        MessagingConfig config = change.apply(config()).withObserver(event -> {
            synchronized (observed) {
                observed.add(event);
            }
            observation.on(event);
        });
        Program program = new Program(name, this);
        Messaging messaging = harness.open(config);
        program.connect(messaging);
        endings.push(program::close);
        return program;
    }

    /** Describes a member of a group that runs in a process of its own and can be killed. Ended when the scenario ends. */
    public WorkerBuilder worker(Topic<byte[]> topic, String group) {
        return worker(config(), topic, group);
    }

    /** The same with a configuration of its own. */
    public WorkerBuilder worker(MessagingConfig config, Topic<byte[]> topic, String group) {
        return new WorkerBuilder("w" + numbers.incrementAndGet(), config.properties(), topic.name(), group, books)
                .lease(timings().lease())
                .patience(timings().patience())
                .whenStarted(worker -> endings.push(worker::close));
    }

    /**
     * Publishes messages without user headers by another process, which is gone as soon as they are confirmed.
     *
     * @return how long the process took to publish them
     */
    public Duration publishElsewhere(Topic<byte[]> topic, List<Message<byte[]>> messages) throws Exception {
        return PublisherProcess.publish(
                "e" + numbers.incrementAndGet(),
                config().properties(),
                topic.name(),
                messages,
                books,
                timings().patience());
    }

    /** Lends a store to other processes; gives the settings with which they find it. Ended when the scenario ends. */
    public Map<String, String> lend(IdempotencyStore store) throws IOException {
        StoreServer server = StoreServer.open(store);
        endings.push(server::close);
        return server.configuration();
    }

    /**
     * Another process that sends the dead letters of a group back. Ended when the scenario ends.
     *
     * @param perSecond its rate
     * @param death when it dies by itself
     */
    public RedriveProcess redriver(Topic<byte[]> topic, String group, double perSecond, RedriveProcess.Death death)
            throws IOException {
        RedriveProcess started = RedriveProcess.start(
                "r" + numbers.incrementAndGet(),
                config().properties(),
                topic.name(),
                group,
                perSecond,
                death,
                books.history());
        endings.push(started::close);
        return started;
    }

    /**
     * Says that the broker, or the way to it, is broken for as long as some work takes, which breaks something and mends it:
     * a delivery that is open or has just ended then may come again.
     *
     * <p>Whoever breaks something has to show that it was broken, or else the scenario is about nothing.
     *
     * @param fault for people
     */
    public void during(String fault, Call work) throws Exception {
        tell(Kind.FAULT_ON, fault);
        try {
            work.run();
        } finally {
            tell(Kind.FAULT_OFF, fault);
        }
    }

    private void tell(Kind kind, String fault) {
        books.history().add(kind, "", "", "", "", null, 0, "", fault);
    }

    /** Kills the broker, in some work {@linkplain #during that breaks it}; returns when nobody answers any more. */
    public void killBroker() {
        harness.control().kill();
        tell(Kind.BROKER_DIED, "killed");
    }

    /** Stops the broker in good order and starts it again; returns when it answers. */
    public void restartBroker() {
        BrokerControl control = harness.control();
        try {
            control.stop();
        } catch (UnsupportedOperationException e) {
            throw undecided("the broker cannot be restarted: " + e.getMessage());
        } finally {
            control.start();
        }
    }

    /** Everything that observers of any program were told. */
    public List<MessagingEvent> observed() {
        synchronized (observed) {
            return List.copyOf(observed);
        }
    }

    /**
     * Two processes must put equal names and equal keys into equal places on the broker.
     *
     * @param code the code of what does not hold
     * @param probes the names and keys
     */
    public void checkSamePlaces(String code, List<Places.Probe> probes) throws Exception {
        Duration limit = timings().patience();
        Map<String, String> here = Places.of(config(), harness::open, probes, limit);
        Map<String, String> there = SecondProcess.places(config().properties(), probes, limit);
        check(!here.isEmpty(), "vacuous", "no message has a place");
        here.forEach((what, place) -> checkEqual(place, there.get(what), code, "the place of " + what));
    }

    /** Something must hold now. */
    public void check(boolean holds, String code, String otherwise) {
        checks.incrementAndGet();
        if (!holds) {
            throw new Violation(id() + "." + code, otherwise);
        }
    }

    /** Two things must be equal now. */
    public void checkEqual(@Nullable Object expected, @Nullable Object found, String code, String what) {
        check(
                java.util.Objects.deepEquals(expected, found),
                code,
                "wanted " + what + " " + shown(expected) + ", found " + shown(found));
    }

    /** Something must come true before the broker's patience is over. */
    public void await(String code, String what, BooleanSupplier condition) throws InterruptedException {
        await(code, what, condition, timings().patience());
    }

    /** Something must come true within a limit. */
    public void await(String code, String what, BooleanSupplier condition, Duration limit) throws InterruptedException {
        checks.incrementAndGet();
        if (!books.history().await(condition, limit)) {
            throw new Violation(id() + "." + code, "waited " + limit.toMillis() + " ms in vain for " + what + tail());
        }
    }

    /** How many events of a kind there are by now. */
    public int count(Kind kind) {
        return books.history().count(event -> event.kind() == kind);
    }

    /** How many events of a kind there are by now in one group. */
    public int count(Kind kind, String group) {
        return books.history()
                .count(event -> event.kind() == kind && event.group().equals(group));
    }

    /** So many events of a kind must come before the broker's patience is over. */
    public void awaitCount(String code, Kind kind, int wanted) throws InterruptedException {
        await(code, wanted + " × " + kind, () -> count(kind) >= wanted);
    }

    /** Keeps listening until nothing has happened for the broker's quiet time. */
    public void quiet() throws InterruptedException {
        Duration quiet = timings().quiet();
        if (!books.history().awaitQuiet(quiet, timings().patience().plus(quiet))) {
            throw new Violation(id() + ".restless", "it never became quiet for " + quiet.toMillis() + " ms" + tail());
        }
    }

    /** Listens for as long as the broker's quiet time, whatever happens. */
    public void listen() throws InterruptedException {
        boolean unused = books.history().await(() -> false, timings().quiet());
    }

    /** A call must be refused with just this code; gives the exception. */
    public MessagingException refused(ErrorCode expected, String code, Call call) throws Exception {
        return refused(Set.of(expected), code, call);
    }

    /** A call must be refused with one of these codes; gives the exception. */
    public MessagingException refused(Set<ErrorCode> expected, String code, Call call) throws Exception {
        checks.incrementAndGet();
        try {
            call.run();
        } catch (MessagingException e) {
            if (expected.contains(e.code())) {
                return e;
            }
            throw new Violation(id() + "." + code, "wanted to be refused with " + expected + ", found " + e);
        }
        throw new Violation(
                id() + "." + code, "wanted to be refused with " + expected + ", found that it went through");
    }

    /** Too little happened for a judgement: to be thrown, which ends the scenario as {@link Outcome#UNKNOWN}. */
    public RuntimeException undecided(String reason) {
        return new Undecided(reason);
    }

    /** A call that is expected to fail. */
    @FunctionalInterface
    public interface Call {
        /** Runs it. */
        void run() throws Exception;
    }

    int checks() {
        return checks.get();
    }

    /** Mends what is broken, ends all programs and workers, the last first, so that none outlives its scenario; throws what went wrong first. */
    void close() {
        RuntimeException first = null;
        if (entry.needs() == Entry.Needs.LINK) {
            link().mend();
        }
        for (Runnable ending = endings.poll(); ending != null; ending = endings.poll()) {
            try {
                ending.run();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private String tail() {
        List<Event> events = books.history().events();
        StringBuilder text = new StringBuilder("; the last events were:");
        for (Event event : events.subList(Math.max(0, events.size() - 50), events.size())) {
            text.append("\n    ").append(event);
        }
        return text.toString();
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes " + java.util.HexFormat.of().formatHex(bytes, 0, Math.min(16, bytes.length));
        }
        return String.valueOf(value);
    }
}
