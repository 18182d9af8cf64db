package dev.crossdock.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * Everything that was measured on one machine.
 *
 * @param brokers version by transport
 * @param versions of the clients and of peers, by artifact
 * @param failures who could not do what
 */
public record Results(
        String machine,
        String java,
        Map<String, String> brokers,
        Map<String, String> versions,
        List<Result> results,
        List<Ratio> ratios,
        List<String> failures) {
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
