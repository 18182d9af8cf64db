package dev.crossdock.conformance.once;

import dev.crossdock.messaging.Claim;
import java.time.Duration;

/** The lines between who lends a store and who borrows it. */
final class Loan {
    private Loan() {}

    enum Step {
        CLAIM,
        RENEW,
        COMPLETE,
        RELEASE
    }

    /**
     * A line of the borrower.
     *
     * @param token the claim's, where there is one
     * @param millis the lease or the retention, where there is one
     */
    record Question(Step step, String scope, String key, long token, long millis) {}

    enum Result {
        ACQUIRED,
        BUSY,
        DONE,
        YES,
        NO
    }

    /**
     * A line of the lender.
     *
     * @param number the token, or for how many milliseconds it is busy
     */
    record Answer(Result result, long number) {
        static Answer of(boolean current) {
            return new Answer(current ? Result.YES : Result.NO, 0);
        }

        static Answer of(Claim claim) {
            if (claim instanceof Claim.Acquired acquired) {
                return new Answer(Result.ACQUIRED, acquired.fencingToken());
            }
            return claim instanceof Claim.Busy busy
                    ? new Answer(Result.BUSY, busy.retryAfter().toMillis() + 1)
                    : new Answer(Result.DONE, 0);
        }

        Claim claim(String scope, String key) {
            return switch (result) {
                case ACQUIRED -> new Claim.Acquired(scope, key, number);
                case BUSY -> new Claim.Busy(Duration.ofMillis(number));
                default -> new Claim.Completed();
            };
        }
    }
}
