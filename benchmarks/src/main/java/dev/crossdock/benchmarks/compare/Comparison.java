package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.report.Metric;
import dev.crossdock.benchmarks.report.Result;
import dev.crossdock.benchmarks.report.Spread;
import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.worker.Answer;
import dev.crossdock.benchmarks.worker.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One kind of work for all subjects: they warm up, then take turns, and who begins changes with each round. What one
 * publishes it consumes before the next has its turn, so that nobody works beside a backlog.
 */
final class Comparison {
    private static final int FIRST_STEP = 2_000;
    private static final int WARM_UP_SECONDS = 1;
    // Below it the compiler is done with what matters, unless it has only taken a breath.
    private static final double WARM = 0.1;
    private static final int WARM_STEPS = 3;
    private static final int MOST_WARM_UPS = 30;
    private static final int SLOWEST = 10;
    private static final double SLOWER = 0.8;
    private static final double KEEPING_UP = 0.97;
    private static final int MOST_PACES = 12;

    private final Broker broker;
    private final Effort effort;
    private final String run;
    private final List<String> failures;

    /**
     * Prepares.
     *
     * @param run begins the names of all topics
     * @param failures gets who could not do what
     */
    Comparison(Broker broker, Effort effort, String run, List<String> failures) {
        this.broker = broker;
        this.effort = effort;
        this.run = run;
        this.failures = failures;
    }

    Readings compare(Cell cell, List<Hand> all) {
        Readings readings = new Readings(broker.transport(), cell);
        List<Hand> hands = new ArrayList<>(all);
        hands.removeIf(Hand::isBroken);
        each(hands, cell, readings, hand -> {
            String topic = run + "-" + cell.slug() + "-" + hand.name();
            hand.have(new Order.Open(broker, cell.work(topic)), Answer.Done.class);
        });
        Map<Hand, Integer> messages = new HashMap<>();
        each(hands, cell, readings, hand -> messages.put(hand, warmUp(hand, cell)));
        sameSteps(messages);
        rounds(effort.rounds(), hands, cell, readings, hand -> {
            int size = messages.getOrDefault(hand, 0);
            Answer.Measured publish = hand.have(new Order.Publish(size), Answer.Measured.class);
            Answer.Measured consume = hand.have(new Order.Consume(), Answer.Measured.class);
            readings.add(hand.name(), publish, consume);
        });
        if (effort.paceRounds() > 0) {
            pace(hands, cell, readings, messages);
        }
        each(
                hands,
                cell,
                readings,
                hand -> readings.add(
                        hand.name(),
                        hand.have(new Order.Rest(), Answer.Rested.class).footprint()));
        return readings;
    }

    private void pace(List<Hand> hands, Cell cell, Readings readings, Map<Hand, Integer> messages) {
        rounds(effort.paceRounds(), hands, cell, readings, hand -> {
            Order.Flow flow = new Order.Flow(messages.getOrDefault(hand, 0));
            readings.add(
                    hand.name(),
                    Metric.FLOW,
                    hand.have(flow, Answer.Measured.class).rate());
        });
        Spread most = readings.spread(Result.NATIVE, Metric.FLOW);
        if (most == null) {
            throw new IllegalStateException("wanted a rate of the bare client, found none");
        }
        int perSecond = Math.max(SLOWEST, (int) (sustained(bareClient(hands), most.median()) / 2));
        Order.Pace pace = new Order.Pace(perSecond, WARM_UP_SECONDS, effort.paceSeconds());
        rounds(
                effort.paceRounds(),
                hands,
                cell,
                readings,
                hand -> readings.add(hand.name(), hand.have(pace, Answer.Latencies.class)));
    }

    /**
     * The highest pace that the bare client keeps up with. Many brokers get through less of what comes one by one than of
     * what comes as soon as there is room: half of that would be all that they can do, and latency there says nothing.
     */
    private double sustained(Hand bareClient, double flow) {
        double pace = flow;
        for (int i = 0; i < MOST_PACES && pace > SLOWEST; i++) {
            Order.Pace trial = new Order.Pace((int) pace, WARM_UP_SECONDS, effort.paceSeconds());
            if (bareClient.have(trial, Answer.Latencies.class).perSecond() >= KEEPING_UP * pace) {
                return pace;
            }
            pace *= SLOWER;
        }
        return pace;
    }

    private static Hand bareClient(Collection<Hand> hands) {
        return hands.stream()
                .filter(hand -> hand.name().equals(Result.NATIVE))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Until its compiler has next to nothing to do any more: more code takes longer to get warm, which says nothing of a
     * service that runs for days. Tells how many messages keep the slower side busy for a step.
     */
    private int warmUp(Hand hand, Cell cell) {
        int messages = effort.messages(FIRST_STEP, cell.bodyBytes());
        int warm = 0;
        for (int i = 0; i < MOST_WARM_UPS && warm < WARM_STEPS; i++) {
            Answer.Measured publish = hand.have(new Order.Publish(messages), Answer.Measured.class);
            Answer.Measured consume = hand.have(new Order.Consume(), Answer.Measured.class);
            warm = Math.max(publish.compiling(), consume.compiling()) > WARM ? 0 : warm + 1;
            messages = effort.messages(Math.min(publish.rate(), consume.rate()), cell.bodyBytes());
        }
        return messages;
    }

    /** What costs the same for each step must not weigh more for one of them; with a slow peer's own a round has an end. */
    private static void sameSteps(Map<Hand, Integer> messages) {
        int step = messages.getOrDefault(bareClient(messages.keySet()), 0);
        messages.replaceAll((hand, own) -> hand.name().equals(Result.CROSSDOCK) ? step : Math.min(step, own));
    }

    /** Whoever began last time comes last. */
    private void rounds(int rounds, List<Hand> hands, Cell cell, Readings readings, Step step) {
        for (int round = 0; round < rounds; round++) {
            each(hands, cell, readings, step);
            Collections.reverse(hands);
        }
    }

    /** A peer that cannot do it is written down and left out; the bare client and the library have to. */
    private void each(List<Hand> hands, Cell cell, Readings readings, Step step) {
        for (Hand hand : List.copyOf(hands)) {
            try {
                step.take(hand);
            } catch (StepFailedException e) {
                if (Candidate.own().stream().anyMatch(own -> own.name().equals(hand.name()))) {
                    throw e;
                }
                failures.add(broker.transport() + ", " + cell + ": " + e.getMessage());
                readings.forget(hand.name());
                hands.remove(hand);
            }
        }
    }

    /** What one subject does in its turn. */
    private interface Step {
        void take(Hand hand);
    }
}
