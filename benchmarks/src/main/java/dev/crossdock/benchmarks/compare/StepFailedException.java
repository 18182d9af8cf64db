package dev.crossdock.benchmarks.compare;

/** A subject could not do what all are given to do. */
final class StepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepFailedException(String message) {
        super(message);
    }
}
