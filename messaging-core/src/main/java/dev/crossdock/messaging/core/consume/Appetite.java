package dev.crossdock.messaging.core.consume;

/** How many messages more a consumer takes, and how many settlements it keeps back for more of them. Thread-safe. */
final class Appetite {
    /** How many messages may be in hand beyond the prefetch because they, or their key, wait for a delay. */
    static final int MAX_PARKED = 1_000;

    private final ReadyQueue ready;
    private volatile int prefetch;

    Appetite(int prefetch, ReadyQueue ready) {
        this.prefetch = prefetch;
        this.ready = ready;
    }

    void prefetch(int messages) {
        prefetch = messages;
    }

    /** How many messages to ask for; the pump's thread. */
    int room(Session current) {
        if (current.isAlone()) {
            return current.inHand() == 0 ? 1 : 0;
        }
        int room = prefetch - current.inHand();
        if (room <= 0) {
            int parked = current.inHand() - current.runnable();
            room += Math.min(parked, MAX_PARKED);
        }
        // Fetching three messages at a time while two hundred are waiting would cost more than it brings.
        boolean worthIt = room >= Math.max(1, prefetch / 4) || ready.isEmpty();
        return worthIt ? Math.max(0, room) : 0;
    }

    /** So many settlements are passed on whatever else there is to do. */
    int flushAt() {
        return Math.max(1, prefetch / 2);
    }
}
