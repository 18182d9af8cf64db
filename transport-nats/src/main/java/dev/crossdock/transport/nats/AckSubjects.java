package dev.crossdock.transport.nats;

/**
 * Where the numbers begin in the subjects on which the deliveries of one consumer are acknowledged. All that is before them is
 * the same in each, and gone through once. The receiver's thread's alone.
 */
final class AckSubjects {
    private static final int SHORT_FORM = 8;

    private String beginning = "";

    /** {@code $JS.ACK.<stream>.<consumer>.<delivered>.<sequence>.…}, with a domain and an account before the stream, or not. */
    int numbersAt(String subject) {
        if (beginning.isEmpty() || !subject.startsWith(beginning)) {
            int at = 0;
            for (int token = 0; token < streamAt(subject) + 2; token++) {
                at = subject.indexOf('.', at) + 1;
            }
            beginning = subject.substring(0, at);
        }
        return beginning.length();
    }

    /** Which of the tokens, from 0, is the stream. */
    static int streamAt(String subject) {
        return subject.chars().filter(c -> c == '.').count() <= SHORT_FORM ? 2 : 4;
    }
}
