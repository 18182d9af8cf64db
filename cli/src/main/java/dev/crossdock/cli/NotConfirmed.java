package dev.crossdock.cli;

/** Something that destroys was not confirmed. */
final class NotConfirmed extends Exception {
    private static final long serialVersionUID = 1L;

    NotConfirmed(String message) {
        super(message);
    }
}
