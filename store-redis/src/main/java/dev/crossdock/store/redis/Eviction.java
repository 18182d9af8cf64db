package dev.crossdock.store.redis;

/** What to think of a server that may drop records when its memory is full. */
public enum Eviction {
    /** The store is not opened: what was dropped is handled again, and nobody notices. */
    REFUSE,

    /** Taken as it is; for servers that hold nothing else and are large enough. */
    ACCEPT
}
