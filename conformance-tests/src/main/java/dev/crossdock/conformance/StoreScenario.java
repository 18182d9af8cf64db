package dev.crossdock.conformance;

/** One scenario that idempotency stores are held to. */
@FunctionalInterface
interface StoreScenario {
    /** Plays it; throws a {@link Violation} if something does not hold. */
    void play(StoreStage stage) throws Exception;
}
