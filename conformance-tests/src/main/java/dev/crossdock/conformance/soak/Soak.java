package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.Capability;
import dev.crossdock.conformance.CapabilityManifest;
import dev.crossdock.conformance.Support;
import dev.crossdock.conformance.TransportHarness;
import dev.crossdock.conformance.history.Books;
import dev.crossdock.conformance.history.Claims;
import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.history.Tally;
import dev.crossdock.conformance.once.PlainStore;
import dev.crossdock.conformance.once.StoreServer;
import dev.crossdock.conformance.process.WorkerBuilder;
import dev.crossdock.messaging.Codec;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Plays a plan on a transport: publishers and groups at work, one fault after the other, then peace until everything has
 * ended, then a look at what is left, then the verdict.
 */
public final class Soak {
    private static final int MEMBERS = 2;
    private static final int HANDLERS = 8;
    private static final int ATTEMPTS = 8;
    // Longer than a machine with much to do may forget a process; what is not renewed within it comes twice.
    static final Duration LEASE = Duration.ofSeconds(12);
    private static final Duration CLAIM_LEASE = Duration.ofSeconds(6);
    private static final Duration TO_THE_END = Duration.ofMinutes(5);

    private final TransportHarness harness;
    private final SoakPlan plan;
    private final Effects effects;
    private final Map<String, String> claims = new TreeMap<>();
    private final List<Witnessed> faults = new ArrayList<>();
    private final List<String> offences = new ArrayList<>();
    private final List<String> undecided = new ArrayList<>();

    /** A soak on this transport, with this database beside it. */
    public Soak(TransportHarness harness, SoakPlan plan, Effects effects) {
        this.harness = harness;
        this.plan = plan;
        this.effects = effects;
    }

    /** Plays it and writes down the result; an exception means that it could not be played. */
    public SoakResult play() throws Exception {
        String run = "s" + UUID.randomUUID().toString().substring(0, 6);
        Topic<byte[]> topic = Topic.of("soak-" + run, Codec.bytes());
        Cast cast = new Cast(run, plan);
        Books books = new Books(new History(), new Claims(), new Tally());
        books.claims().attemptsForgotten();
        books.claims().settlementsForgottenWithin(harness.settlementsForgottenWithin());
        List<PlannedFault> schedule = Schedule.of(plan);
        say(plan.options());
        schedule.forEach(fault -> say("planned " + fault));
        Map<String, String> way = MessagingConfig.of(harness.detour().configuration())
                .with("crossdock.close-timeout", "10s")
                .properties();
        try (StoreServer store = StoreServer.open(new PlainStore())) {
            List<Crew> crews = crews(way, topic, books, cast, store);
            Progress progress =
                    new Progress(cast, crews.stream().map(Crew::group).toList());
            books.history().listen(progress::on);
            Site site = new Site(harness, topic, crews, books, progress);
            Sweep sweep = new Sweep(site, cast);
            long began = System.nanoTime();
            try {
                play(site, cast, schedule, way, sweep);
            } finally {
                harness.detour().link().mend();
                crews.forEach(Crew::close);
            }
            long seconds = (System.nanoTime() - began) / 1_000_000_000;
            offences.addAll(sweep.offences());
            return new Verdict(harness.identity(), plan, claims, faults, offences, undecided)
                    .of(site, cast, effects, sweep, seconds);
        }
    }

    private void play(Site site, Cast cast, List<PlannedFault> schedule, Map<String, String> way, Sweep sweep)
            throws Exception {
        for (Crew crew : site.crews()) {
            for (int i = 0; i < MEMBERS; i++) {
                crew.recruit();
            }
        }
        try (Operator operator = new Operator(site, way);
                Load load = new Load(plan, cast, site.progress(), harness, way, site.topic(), site.books())) {
            load.start();
            faults.addAll(new Storm(site, operator, plan).strike(schedule, load));
            Duration rest = plan.limit();
            if (!site.history().await(load::isDone, rest)) {
                undecided.add("publishing did not end within " + rest);
                load.stop();
            }
            if (load.broken() != null) {
                offences.add("PUBLISHER_ENDED: " + load.broken());
            }
            say("published: " + site.progress());
            boolean ended = site.history().await(() -> site.progress().lag() == 0, TO_THE_END);
            say("drained: " + site.progress());
            if (!ended) {
                offences.add("NOT_DRAINED: it did not come to its end within " + TO_THE_END + ": " + site.progress());
            }
            sweep.nothingIsLeft();
            sweep.theDeadLettersAreTheRightOnes(operator);
            sweep.aLateMemberFindsNothing();
            say("swept: " + site.progress());
        }
    }

    private List<Crew> crews(Map<String, String> way, Topic<byte[]> topic, Books books, Cast cast, StoreServer store) {
        boolean ordered = CapabilityManifest.of(harness.capabilities()).of(Capability.ORDER) != Support.NO;
        claims.put("loose", "no order");
        claims.put("keyed", ordered ? "order per key" : "no order, which this transport does not keep");
        claims.put("once", "no order, claims by message id");
        claims.put("inbox", "no order, a transactional inbox");
        return List.of(
                crew("loose", way, topic, books, cast, builder -> builder),
                crew(
                        "keyed",
                        way,
                        topic,
                        books,
                        cast,
                        builder -> ordered ? builder.ordering(Ordering.PER_KEY) : builder),
                crew(
                        "once",
                        way,
                        topic,
                        books,
                        cast,
                        builder -> builder.idempotent(store.configuration(), CLAIM_LEASE)),
                crew("inbox", way, topic, books, cast, builder -> builder.doing(effects.deed(), effects.settings())));
    }

    private Crew crew(
            String group,
            Map<String, String> way,
            Topic<byte[]> topic,
            Books books,
            Cast cast,
            UnaryOperator<WorkerBuilder> more) {
        return new Crew(
                group,
                name -> more.apply(new WorkerBuilder(name, way, topic.name(), group, books)
                        .concurrency(HANDLERS)
                        .prefetch(2 * HANDLERS)
                        .maxAttempts(ATTEMPTS)
                        .lease(longer(LEASE, harness.timings().lease()))
                        .patience(harness.timings().patience().multipliedBy(2))),
                new Cue(cast)::on);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    static void say(String line) {
        System.out.println("soak: " + line);
    }
}
