package dev.crossdock.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One step's figures, one of each kind for a round. */
final class Samples {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();

    void add(int messages, long nanos, long cpuNanos) {
        rates.add(messages * 1e9 / nanos);
        costs.add(cpuNanos / 1e3 / messages);
    }

    /** The median of messages per second. */
    double rate() {
        return median(rates);
    }

    /** The median of microseconds of this process's CPU per message. */
    double cost() {
        return median(costs);
    }

    /** Messages per second: the median, and in brackets the extremes. */
    @Override
    public String toString() {
        return String.format("%,.0f (%,.0f–%,.0f)", rate(), Collections.min(rates), Collections.max(rates));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
