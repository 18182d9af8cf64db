package dev.crossdock.conformance.history;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for, and so has to hold. Collected while a scenario runs. Thread-safe.
 *
 * <p>A subscription is written as {@link Event#subscription()} writes it.
 */
public final class Claims {
    private final Set<String> subscriptions = new HashSet<>();
    private final Set<String> ordered = new HashSet<>();
    private final Set<String> idempotent = new HashSet<>();
    private final Set<String> unfinished = new HashSet<>();
    private final Map<String, Integer> concurrency = new HashMap<>();
    private final Map<String, Duration> delays = new HashMap<>();
    private final Set<String> ignoredAttempts = new HashSet<>();
    private final Set<String> foreign = new HashSet<>();
    private final Set<String> shared = new HashSet<>();
    private final Set<String> published = new HashSet<>();
    private final Set<String> notTallied = new HashSet<>();
    private final Map<Kind, Integer> least = new EnumMap<>(Kind.class);
    private boolean redelivers;
    private boolean attemptsForgotten;
    private Duration settlementsForgottenWithin = Duration.ZERO;

    /** A group existed before anything was published that it must get. */
    public synchronized void subscribed(String subscription) {
        subscriptions.add(subscription);
    }

    /** The group keeps order per key. */
    public synchronized void ordered(String subscription) {
        ordered.add(subscription);
    }

    /** The group handles each message once. */
    public synchronized void idempotent(String subscription) {
        idempotent.add(subscription);
    }

    /** Messages may be left over: the scenario ends with some on the broker, and checks that itself. */
    public synchronized void unfinished(String subscription) {
        unfinished.add(subscription);
    }

    /** The member never has more handlers open than this. */
    public synchronized void concurrency(String member, int handlers) {
        concurrency.put(member, handlers);
    }

    /** What was settled so shortly before its broker died may come once more. */
    public synchronized void settlementsForgottenWithin(Duration time) {
        settlementsForgottenWithin = time;
    }

    synchronized Duration settlementsForgottenWithin() {
        return settlementsForgottenWithin;
    }

    /** The message is not delivered before so much time has passed since its publish was begun. */
    public synchronized void delayed(String messageId, Duration delay) {
        delays.put(messageId, delay);
    }

    /** Attempts of the group are not judged: the scenario changes what counts. */
    public synchronized void attemptsNotJudged(String subscription) {
        ignoredAttempts.add(subscription);
    }

    /**
     * What was at work when something was broken may say fewer attempts than it had: a broker that is killed forgets what
     * it had counted and not written down, and a process the attempts that it made in place and could note nowhere.
     */
    public synchronized void attemptsForgotten() {
        attemptsForgotten = true;
    }

    /** The message was sent by a program without this library, so there is no publish of it. */
    public synchronized void foreign(String messageId) {
        foreign.add(messageId);
    }

    /** Several messages have this id, or are told by it, so nobody can say what became of each. */
    public synchronized void shared(String messageId) {
        shared.add(messageId);
    }

    /** The publish of the message is written down, so what observers are told about it can be compared with that. */
    public synchronized void publishRecorded(String messageId) {
        published.add(messageId);
    }

    /** The group has members that write nothing down, so there is nothing to compare with what observers are told. */
    public synchronized void notTallied(String subscription) {
        notTallied.add(subscription);
    }

    /** The scenario is about nothing unless so many events of a kind happen. */
    public synchronized void atLeast(Kind kind, int count) {
        least.merge(kind, count, Math::max);
    }

    /** The scenario is about nothing unless some message is delivered more than once. */
    public synchronized void redelivers() {
        redelivers = true;
    }

    synchronized Map<Kind, Integer> least() {
        return Map.copyOf(least);
    }

    synchronized boolean wantsRedelivery() {
        return redelivers;
    }

    synchronized boolean isPublishRecorded(String messageId) {
        return published.contains(messageId);
    }

    synchronized boolean isTallied(String subscription) {
        return !notTallied.contains(subscription);
    }

    synchronized boolean isForeign(String messageId) {
        return foreign.contains(messageId);
    }

    synchronized boolean isShared(String messageId) {
        return shared.contains(messageId);
    }

    synchronized Set<String> subscriptions() {
        return Set.copyOf(subscriptions);
    }

    synchronized boolean isOrdered(String subscription) {
        return ordered.contains(subscription);
    }

    synchronized boolean isIdempotent(String subscription) {
        return idempotent.contains(subscription);
    }

    synchronized boolean isUnfinished(String subscription) {
        return unfinished.contains(subscription);
    }

    synchronized boolean judgesAttempts(String subscription) {
        return !ignoredAttempts.contains(subscription);
    }

    synchronized int concurrencyOf(String member) {
        return concurrency.getOrDefault(member, Integer.MAX_VALUE);
    }

    synchronized boolean areAttemptsForgotten() {
        return attemptsForgotten;
    }

    synchronized Duration delayOf(String messageId) {
        return delays.getOrDefault(messageId, Duration.ZERO);
    }
}
