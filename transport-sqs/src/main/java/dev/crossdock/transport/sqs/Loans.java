package dev.crossdock.transport.sqs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What was handed out and is not settled, as far as it has to be known: to notice loans that are over. One thread's. */
final class Loans {
    private static final int SLACK = 16;

    private final long lookEvery;
    private final boolean ordered;
    private List<SqsDelivery> handedOut = new ArrayList<>();
    private int compactAt = SLACK;
    private long lookAt;

    /**
     * Begins without any.
     *
     * @param visibility how long a loan lasts, in nanoseconds
     * @param ordered whether with one message the later ones of its key are lost, which must not overtake it
     */
    Loans(long visibility, boolean ordered) {
        this.ordered = ordered;
        this.lookEvery = visibility / 4;
        this.lookAt = System.nanoTime() + lookEvery;
    }

    void add(SqsDelivery delivery) {
        handedOut.add(delivery);
        if (handedOut.size() >= compactAt) {
            compact();
        }
    }

    /** Ends the loans that are over by the clock, and tells of them; {@code false} if it is not yet time to look again. */
    boolean expire(long now, Consumer<SqsDelivery> onLost) {
        if (lookAt - now > 0) {
            return false;
        }
        lookAt = now + lookEvery;
        Set<String> lostKeys = new HashSet<>();
        for (SqsDelivery delivery : handedOut) {
            String key = delivery.message().key();
            boolean behind = ordered && key != null && lostKeys.contains(key);
            if ((behind || delivery.isOverdue(now)) && delivery.end()) {
                onLost.accept(delivery);
                if (key != null) {
                    lostKeys.add(key);
                }
            }
        }
        compact();
        return true;
    }

    /** Ends all that are not over. */
    List<SqsDelivery> endAll() {
        List<SqsDelivery> open = new ArrayList<>();
        for (SqsDelivery delivery : handedOut) {
            if (delivery.end()) {
                open.add(delivery);
            }
        }
        handedOut.clear();
        return open;
    }

    // What has ended is forgotten in bulk: bodies must not be kept, and a search for each would cost more.
    private void compact() {
        List<SqsDelivery> open = new ArrayList<>();
        for (SqsDelivery delivery : handedOut) {
            if (!delivery.hasEnded()) {
                open.add(delivery);
            }
        }
        handedOut = open;
        compactAt = 2 * open.size() + SLACK;
    }
}
