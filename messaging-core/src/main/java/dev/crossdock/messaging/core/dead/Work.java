package dev.crossdock.messaging.core.dead;

import java.util.List;

/** What is done to dead letters, batch after batch of a pass. Used by one thread. */
interface Work {
    /** Deals with those of a batch that are meant. */
    void on(List<Loan> batch, Selection selection, Pass pass) throws Exception;

    /** How many entries were dealt with; copies count once. */
    int count();
}
