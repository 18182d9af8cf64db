package dev.crossdock.transport.nats;

import java.nio.charset.StandardCharsets;

/**
 * What is written down of a message when it goes back, or is attempted again in place.
 *
 * @param delivered how often the server had delivered it by then
 * @param attemptsMade how many attempts had been made of it
 * @param suspect whether a delivery of it has ended without an answer, and no attempt was seen to end since: a process may
 *     have died of it
 */
record Note(long delivered, long attemptsMade, boolean suspect) {
    private static final String SUSPECT = "unanswered";

    static Note of(NatsDelivery delivery) {
        return new Note(delivery.delivered, delivery.attemptsMade(), delivery.cameBackUnanswered());
    }

    /** Reads what {@link #bytes} has written, or a version without the last word. */
    static Note read(byte[] bytes) {
        String[] words = new String(bytes, StandardCharsets.US_ASCII).split(" ", -1);
        return new Note(
                Long.parseLong(words[0]), Long.parseLong(words[1]), words.length > 2 && words[2].equals(SUSPECT));
    }

    byte[] bytes() {
        String text = delivered + " " + attemptsMade + (suspect ? " " + SUSPECT : "");
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Numbers a later delivery: of those in between nobody has said what became of them.
     *
     * @param suspecting whether anybody asks for suspects
     */
    void number(NatsDelivery later, boolean suspecting) {
        long unanswered = Math.max(0, later.delivered - delivered - 1);
        later.suspect(suspecting && (suspect || unanswered > 0));
        later.countFrom(attemptsMade + unanswered);
    }
}
