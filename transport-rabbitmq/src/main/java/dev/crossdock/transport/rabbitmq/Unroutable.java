package dev.crossdock.transport.rabbitmq;

/** What becomes of a message to a topic that has no group yet. */
enum Unroutable {
    /** It is confirmed, and nobody will get it: a confirm does not mean that a group exists. */
    ACCEPT,
    /** It is rejected as not found. */
    REJECT
}
