package dev.crossdock.conformance.process;

/** What a handler in another process does with a delivery that it has told of. */
public enum Act {
    /** Returns. */
    ACCEPT,
    /** Throws. */
    FAIL,
    /** Nothing, until it is told something else. */
    HANG,
    /** Ends its process at once, with no farewell to anybody. */
    DIE
}
