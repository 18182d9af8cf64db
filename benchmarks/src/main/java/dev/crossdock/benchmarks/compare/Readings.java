package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.report.Conditions;
import dev.crossdock.benchmarks.report.Metric;
import dev.crossdock.benchmarks.report.Ratio;
import dev.crossdock.benchmarks.report.Result;
import dev.crossdock.benchmarks.report.Spread;
import dev.crossdock.benchmarks.worker.Answer;
import dev.crossdock.benchmarks.worker.Footprint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read of each subject with one kind of work, round by round. */
final class Readings {
    private final Cell cell;
    private final Conditions conditions;
    private final Map<String, Map<Metric, List<Double>>> bySubject = new LinkedHashMap<>();

    Readings(String transport, Cell cell) {
        this.cell = cell;
        conditions = cell.conditions(transport);
    }

    Cell cell() {
        return cell;
    }

    /** A round of publishing a backlog and consuming it. */
    void add(String subject, Answer.Measured publish, Answer.Measured consume) {
        add(subject, Metric.PUBLISH, publish.rate());
        add(subject, Metric.CONSUME, consume.rate());
        add(subject, Metric.PUBLISH_CPU, publish.cpuMicros());
        add(subject, Metric.CONSUME_CPU, consume.cpuMicros());
        add(subject, Metric.CPU, publish.cpuMicros() + consume.cpuMicros());
        add(subject, Metric.PUBLISH_ALLOC, publish.bytes());
        add(subject, Metric.CONSUME_ALLOC, consume.bytes());
        add(subject, Metric.ALLOC, publish.bytes() + consume.bytes());
    }

    /** A round at a steady pace. */
    void add(String subject, Answer.Latencies latencies) {
        add(subject, Metric.P50, latencies.p50());
        add(subject, Metric.P99, latencies.p99());
        add(subject, Metric.P999, latencies.p999());
    }

    /** What it takes at rest. */
    void add(String subject, Footprint footprint) {
        add(subject, Metric.HEAP, (double) footprint.heapBytes());
        add(subject, Metric.THREADS, footprint.threads());
        add(subject, Metric.SOCKETS, footprint.sockets());
    }

    void add(String subject, Metric metric, double value) {
        bySubject
                .computeIfAbsent(subject, name -> new EnumMap<>(Metric.class))
                .computeIfAbsent(metric, name -> new ArrayList<>())
                .add(value);
    }

    /** A subject that could not go on has reached nothing. */
    void forget(String subject) {
        bySubject.remove(subject);
    }

    @Nullable Spread spread(String subject, Metric metric) {
        List<Double> values = values(subject, metric);
        return values.isEmpty() ? null : Spread.of(values);
    }

    List<Result> results() {
        List<Result> results = new ArrayList<>();
        bySubject.forEach((subject, metrics) -> metrics.forEach((metric, values) -> {
            results.add(new Result(conditions, subject, metric.word(), Spread.of(values), metric.unit()));
        }));
        return results;
    }

    /** Crossdock to everybody else. */
    List<Ratio> ratios() {
        List<Ratio> ratios = new ArrayList<>();
        for (String other : bySubject.keySet()) {
            if (!other.equals(Result.CROSSDOCK)) {
                compare(ratios, other, this, other);
            }
        }
        return ratios;
    }

    /** Crossdock to itself with the same messages without order, round by round. */
    List<Ratio> ratiosToUnordered(Readings same) {
        List<Ratio> ratios = new ArrayList<>();
        compare(ratios, Ratio.UNORDERED, same, Result.CROSSDOCK);
        return ratios;
    }

    private void compare(List<Ratio> ratios, String vs, Readings others, String other) {
        for (Metric metric : Metric.values()) {
            List<Double> ours = values(Result.CROSSDOCK, metric);
            List<Double> theirs = others.values(other, metric);
            List<Double> quotients = new ArrayList<>();
            List<Double> differences = new ArrayList<>();
            for (int round = 0; round < Math.min(ours.size(), theirs.size()); round++) {
                quotients.add(ours.get(round) / theirs.get(round));
                differences.add(ours.get(round) - theirs.get(round));
            }
            if (!quotients.isEmpty()) {
                ratios.add(ratio(metric.word(), vs, Spread.of(quotients)));
                if (metric == Metric.CPU) {
                    ratios.add(ratio(Ratio.CPU_ABOVE, vs, Spread.of(differences)));
                }
            }
        }
    }

    private Ratio ratio(String metric, String vs, Spread spread) {
        return new Ratio(conditions, metric, vs, spread);
    }

    private List<Double> values(String subject, Metric metric) {
        return bySubject.getOrDefault(subject, Map.of()).getOrDefault(metric, List.of());
    }
}
