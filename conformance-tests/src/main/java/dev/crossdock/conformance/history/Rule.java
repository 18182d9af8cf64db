package dev.crossdock.conformance.history;

/** By what a history is judged. */
public enum Rule {
    /** A confirmed message reached no end in some group. */
    R1_LOST,
    /** A message was delivered that nobody published, or of another topic. */
    R2_PHANTOM,
    /** A message was delivered whose publish was rejected. */
    R3_REJECTED_BUT_DELIVERED,
    /** A message was delivered again though nothing had ended its last delivery. */
    R4_UNEXPLAINED_DUPLICATE,
    /** An idempotent consumer had two effects of one message. */
    R5_DUPLICATE_EFFECT,
    /** A message was handled and dead-lettered, or dead-lettered twice. */
    R6_TWO_ENDINGS,
    /** The n-th delivery did not say attempt n, or one came after the last. */
    R7_ATTEMPT,
    /** A message of a key was handled before an older one of it. */
    R8_ORDER,
    /** Two handlers of one key, or more than the concurrency, were open at once. */
    R9_OVERLAP,
    /** Body, key or headers arrived otherwise than they were published. */
    R10_FIDELITY,
    /** A publish never ended. */
    R11_LIVENESS,
    /** Events that observers get do not add up to what happened. */
    R12_CONSERVATION,
    /** Too little happened for a judgement: by itself this makes a scenario unknown, not failed. */
    R13_VACUOUS,
    /** A message was delivered before its delay was over. */
    R14_EARLY
}
