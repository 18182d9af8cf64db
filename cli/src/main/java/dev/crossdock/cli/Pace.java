package dev.crossdock.cli;

import dev.crossdock.messaging.DeadLetterJob;
import picocli.CommandLine.Option;

/** How quickly something is done, if at all. */
final class Pace {
    @Option(names = "--rate", paramLabel = "N", description = "At most so many a second.")
    private double perSecond = Double.POSITIVE_INFINITY;

    @Option(names = "--dry-run", description = "Only counts what would be done.")
    private boolean dryRun;

    DeadLetterJob of(DeadLetterJob job) {
        return job.perSecond(perSecond).dryRun(dryRun);
    }
}
