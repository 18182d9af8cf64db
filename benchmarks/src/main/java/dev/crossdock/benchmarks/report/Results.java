package dev.crossdock.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that was measured on one machine.
 *
 * @param brokers version by transport
 * @param versions of the clients and of peers, by artifact
 * @param failures who could not do what, each beginning with the transport and a comma
 */
public record Results(
        String machine,
        String java,
        Map<String, String> brokers,
        Map<String, String> versions,
        List<Result> results,
        List<Ratio> ratios,
        List<String> failures) {
    /** Whether figures of both may stand in one table. */
    boolean comparesWith(Results other) {
        return machine.equals(other.machine) && java.equals(other.java);
    }

    /** Without what was measured of these brokers. */
    Results without(Set<String> transports) {
        Map<String, String> others = new TreeMap<>(brokers);
        others.keySet().removeAll(transports);
        return new Results(
                machine,
                java,
                others,
                versions,
                results.stream()
                        .filter(result ->
                                !transports.contains(result.conditions().transport()))
                        .toList(),
                ratios.stream()
                        .filter(ratio -> !transports.contains(ratio.conditions().transport()))
                        .toList(),
                failures.stream()
                        .filter(failure ->
                                !transports.contains(failure.substring(0, Math.max(0, failure.indexOf(',')))))
                        .toList());
    }

    /** Who has results beside the bare client and this library, by name. */
    List<String> peers() {
        return ratios.stream()
                .filter(Ratio::toPeer)
                .map(Ratio::vs)
                .distinct()
                .sorted()
                .toList();
    }
}
