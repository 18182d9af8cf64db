package dev.crossdock.conformance;

/** By whose work a capability is there. */
public enum Support {
    /** The broker does it. */
    YES,
    /** The engine does it on top of what the broker has. */
    EMULATED,
    /** It is refused. */
    NO
}
