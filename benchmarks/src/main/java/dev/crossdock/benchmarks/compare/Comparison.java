package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.report.Metric;
import dev.crossdock.benchmarks.report.Result;
import dev.crossdock.benchmarks.report.Spread;
import dev.crossdock.benchmarks.subject.Broker;
import dev.crossdock.benchmarks.worker.Answer;
import dev.crossdock.benchmarks.worker.Order;
import java.util.ArrayList;
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
    private static final int WARM_UPS = 1;

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
        for (int i = 0; i < WARM_UPS; i++) {
            each(hands, cell, readings, hand -> warmUp(hand, cell));
        }
        Map<Hand, Integer> messages = new HashMap<>();
        each(hands, cell, readings, hand -> messages.put(hand, effort.messages(warmUp(hand, cell), cell.bodyBytes())));
        rounds(effort.rounds(), hands, cell, readings, hand -> {
            int size = messages.getOrDefault(hand, 0);
            Answer.Measured publish = hand.have(new Order.Publish(size), Answer.Measured.class);
            Answer.Measured consume = hand.have(new Order.Consume(size), Answer.Measured.class);
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
        int perSecond = Math.max(10, (int) (most.median() / 2));
        Order.Pace pace = new Order.Pace(perSecond, WARM_UP_SECONDS, effort.paceSeconds());
        rounds(
                effort.paceRounds(),
                hands,
                cell,
                readings,
                hand -> readings.add(hand.name(), hand.have(pace, Answer.Latencies.class)));
    }

    /** Tells the lower one of both rates. */
    private double warmUp(Hand hand, Cell cell) {
        int messages = effort.messages(FIRST_STEP, cell.bodyBytes());
        double publish =
                hand.have(new Order.Publish(messages), Answer.Measured.class).rate();
        int more = effort.messages(publish, cell.bodyBytes());
        hand.have(new Order.Publish(more), Answer.Measured.class);
        double consume = hand.have(new Order.Consume(messages + more), Answer.Measured.class)
                .rate();
        return Math.min(publish, consume);
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
