package dev.crossdock.cli;

/** What scripts are told. */
final class ExitCodes {
    /** It was done. */
    static final int DONE = 0;

    /** What was named is not there. */
    static final int NOT_THERE = 1;

    /** The command, its arguments or the configuration are not possible. */
    static final int USAGE = 2;

    /** Somebody said no, or nobody was there to ask. */
    static final int NOT_CONFIRMED = 3;

    /** The broker cannot be reached or does not let us; trying later may help. */
    static final int UNAVAILABLE = 4;

    /** Anything else. */
    static final int FAILED = 5;

    /** It was looked at, and something is missing, differs or loses messages. */
    static final int NOT_WELL = 6;

    private ExitCodes() {}
}
