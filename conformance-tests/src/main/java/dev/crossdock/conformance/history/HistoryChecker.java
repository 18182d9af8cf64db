package dev.crossdock.conformance.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Judges a history by the rules. A pure function of what happened and of what was claimed: one pass to sort the events by
 * message, one over each message's own, so time and memory grow with the number of events.
 */
public final class HistoryChecker {
    /** How many offences of one rule are told; the others are only like them. */
    static final int TOLD_PER_RULE = 32;

    private final Claims claims;
    private final Map<String, Publication> publications = new LinkedHashMap<>();
    private final Set<Publication> underWay = new HashSet<>();
    private final Map<String, Map<String, Journey>> journeys = new LinkedHashMap<>();
    private final Map<String, Integer> crashes = new HashMap<>();
    private final Faults faults = new Faults();
    private final OnTheWay delayed = new OnTheWay();
    private final Map<Rule, Integer> told = new HashMap<>();
    private final List<Offence> offences = new ArrayList<>();

    private HistoryChecker(Claims claims) {
        this.claims = claims;
    }

    /**
     * What does not hold; empty if everything does.
     *
     * @param history what happened
     * @param claims what was asked for
     * @param tally what observers were told
     */
    public static List<Offence> check(List<Event> history, Claims claims, Tally tally) {
        HistoryChecker checker = new HistoryChecker(claims);
        checker.sort(history);
        checker.judgePublications();
        checker.judgeJourneys();
        checker.offences.addAll(OrderRules.check(history, claims));
        checker.offences.addAll(ConservationRules.check(history, claims, tally));
        checker.judgeSubstance(history);
        return List.copyOf(checker.offences);
    }

    private void sort(List<Event> history) {
        for (Event event : history) {
            if (claims.isShared(event.messageId())) {
                continue;
            }
            switch (event.kind()) {
                case PUBLISH, CONFIRMED, REJECTED, UNKNOWN -> published(event);
                case CRASHED -> crashed(event);
                case FAULT_ON, FAULT_OFF -> {
                    faults.add(event);
                    delayed.disturbed(event, faults.number());
                    if (event.kind() == Kind.FAULT_ON) {
                        underWay.forEach(Publication::faulted);
                    }
                    eachJourney(journey -> journey.faulted(event, faults.since(), faults.count()));
                }
                case BROKER_DIED -> {
                    long since =
                            event.nanos() - claims.settlementsForgottenWithin().toNanos();
                    eachJourney(journey -> journey.faulted(event, since, faults.count()));
                }
                default -> {
                    if (event.kind() == Kind.START) {
                        delayed.started(event);
                    }
                    Journey journey = journeys.computeIfAbsent(
                                    event.subscription(), subscription -> new LinkedHashMap<>())
                            .computeIfAbsent(event.messageId(), id -> new Journey());
                    Publication publication = publications.get(event.messageId());
                    journey.published(publication == null ? 0 : publication.copies());
                    journey.crashesOfGroup(crashes.getOrDefault(event.subscription(), 0) + faults.count());
                    journey.add(event);
                    if (faults.isOn() || (faults.hasJustEnded(event) && journey.isFirstAfter(faults.count()))) {
                        journey.faulted(event, faults.since(), faults.count());
                    }
                }
            }
        }
    }

    private void published(Event event) {
        Publication publication = publications.computeIfAbsent(event.messageId(), id -> new Publication());
        publication.add(event);
        if (!claims.delayOf(event.messageId()).isZero()) {
            delayed.published(event.messageId(), publication);
        }
        if (publication.ended()) {
            underWay.remove(publication);
        } else {
            underWay.add(publication);
            if (event.kind() == Kind.PUBLISH && faults.isOn()) {
                publication.faulted();
            }
        }
    }

    private void crashed(Event crash) {
        crashes.merge(crash.subscription(), 1, Integer::sum);
        delayed.disturbed(crash, -1 - crash.seq());
        eachJourney(journey -> journey.crashed(crash, claims.areAttemptsForgotten()));
    }

    private void eachJourney(Consumer<Journey> what) {
        journeys.values().forEach(ofOneGroup -> ofOneGroup.values().forEach(what));
    }

    private void judgeSubstance(List<Event> history) {
        claims.least().forEach((kind, least) -> {
            long found = history.stream().filter(event -> event.kind() == kind).count();
            if (found < least) {
                tell(Rule.R13_VACUOUS, "wanted at least " + least + " × " + kind + ", found " + found, List.of());
            }
        });
        boolean redelivered = journeys.values().stream()
                .flatMap(byMessage -> byMessage.values().stream())
                .anyMatch(journey -> journey.starts() > 1);
        if (claims.wantsRedelivery() && !redelivered) {
            tell(Rule.R13_VACUOUS, "wanted a message that is delivered more than once, found none", List.of());
        }
    }

    private void judgePublications() {
        for (Map.Entry<String, Publication> entry : publications.entrySet()) {
            Publication publication = entry.getValue();
            if (!publication.ended()) {
                tell(Rule.R11_LIVENESS, "the publish of " + entry.getKey() + " never ended", publication.events());
            }
            if (publication.isConfirmed()) {
                judgeArrival(entry.getKey(), publication);
            }
        }
    }

    private void judgeArrival(String id, Publication publication) {
        for (String subscription : claims.subscriptions()) {
            if (!publication.goesTo(subscription) || claims.isUnfinished(subscription)) {
                continue;
            }
            Journey journey = journeys.getOrDefault(subscription, Map.of()).get(id);
            if (journey == null || !journey.hasEnded()) {
                List<Event> chain = new ArrayList<>(publication.events());
                if (journey != null) {
                    chain.addAll(journey.events());
                }
                tell(Rule.R1_LOST, id + " was confirmed and reached no end in " + subscription, chain);
            }
        }
    }

    private void judgeJourneys() {
        journeys.forEach((subscription, byMessage) -> byMessage.forEach((id, journey) -> {
            Publication publication = publications.get(id);
            boolean sent = publication != null && publication.goesTo(subscription);
            if (journey.starts() > 0 && !sent && !claims.isForeign(id)) {
                tell(
                        Rule.R2_PHANTOM,
                        id + " was delivered to " + subscription + ", where nobody sent it",
                        journey.events());
            } else if (publication != null) {
                judgeAgainst(publication, subscription, id, journey);
            }
            for (String duplicate : journey.unexplained()) {
                tell(Rule.R4_UNEXPLAINED_DUPLICATE, id + " in " + subscription + ": " + duplicate, journey.events());
            }
            if (claims.isIdempotent(subscription) && journey.effects() > 1) {
                tell(
                        Rule.R5_DUPLICATE_EFFECT,
                        id + " had " + journey.effects() + " effects in " + subscription,
                        journey.events());
            }
            if (journey.endings() > 1) {
                tell(
                        Rule.R6_TWO_ENDINGS,
                        id + " ended " + journey.endings() + " times in " + subscription,
                        journey.events());
            }
            if (claims.judgesAttempts(subscription) && !(claims.areAttemptsForgotten() && journey.wasInAFault())) {
                for (String wrong : journey.wrongAttempts()) {
                    tell(Rule.R7_ATTEMPT, id + " in " + subscription + ": " + wrong, journey.events());
                }
            }
        }));
    }

    private void judgeAgainst(Publication publication, String subscription, String id, Journey journey) {
        if (publication.isRejected() && journey.starts() > 0) {
            tell(
                    Rule.R3_REJECTED_BUT_DELIVERED,
                    id + " was rejected and delivered to " + subscription,
                    journey.events());
        }
        for (Event event : journey.events()) {
            boolean seen = !event.fingerprint().isEmpty();
            if (seen && !publication.hasFingerprint(event.fingerprint())) {
                tell(
                        Rule.R10_FIDELITY,
                        id + " arrived in " + subscription + " otherwise than it was published",
                        List.of(publication.events().get(0), event));
            }
        }
        long due = publication.firstAt() + claims.delayOf(id).toNanos();
        Event first = journey.firstStart();
        if (first != null && first.nanos() < due) {
            tell(
                    Rule.R14_EARLY,
                    id + " was delivered to " + subscription + " " + (due - first.nanos()) / 1_000 + " µs early",
                    List.of(publication.events().get(0), first));
        }
    }

    private void tell(Rule rule, String message, Collection<Event> chain) {
        if (told.merge(rule, 1, Integer::sum) <= TOLD_PER_RULE) {
            offences.add(new Offence(rule, message, List.copyOf(chain)));
        }
    }
}
