package dev.crossdock.messaging;

/** Why a message is a dead letter. */
public enum DeadLetterReason {
    /** The handler failed as often as the retry policy allows. */
    RETRIES_EXHAUSTED,
    /** The handler failed in a way that the retry policy does not repeat. */
    NON_RETRYABLE,
    /** The codec could not make a body of the bytes, or one of the library's own headers cannot be read; not handled. */
    UNDECODABLE,
    /** The handler decided so. */
    REJECTED,
    /** It was too old to be handled. */
    EXPIRED,
    /** The broker put it there by itself; the library's own notes are missing. */
    NATIVE
}
