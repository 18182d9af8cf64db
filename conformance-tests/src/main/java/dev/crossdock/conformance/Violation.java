package dev.crossdock.conformance;

/** Something did not hold. Ends the scenario with {@link Outcome#FAIL}. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** Says what, by a code that stays the same and a text for people. */
    public Violation(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** What did not hold, such as {@code B01.lost}. */
    public String code() {
        return code;
    }
}
