package dev.crossdock.examples.quickstart;

import java.time.Instant;

/**
 * What a customer wants.
 *
 * @param number the shop's number of the order
 * @param customer who wants it
 * @param sequence which order of this customer it is, from 1: what order per key keeps
 * @param cents what it costs
 * @param at when it was placed
 */
record Order(int number, String customer, int sequence, long cents, Instant at) {
    /** Every fiftieth order goes through the one bank that is down. */
    boolean isAtTheBankThatIsDown() {
        return number % 50 == 13;
    }

    /** Every twentieth charge fails twice before it works. */
    boolean isFlaky() {
        return number % 20 == 7;
    }
}
