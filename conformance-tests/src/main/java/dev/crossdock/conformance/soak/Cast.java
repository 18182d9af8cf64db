package dev.crossdock.conformance.soak;

import dev.crossdock.messaging.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Who plays what: what the n-th message of a run is, and what becomes of it, by the seed alone. */
final class Cast {
    private static final int KEYS_PER_PUBLISHER = 16;

    private final String run;
    private final SoakPlan plan;

    /** For a run of a plan, whose name begins the ids. */
    Cast(String run, SoakPlan plan) {
        this.run = run;
        this.plan = plan;
    }

    /** What a message is to do in each group. */
    record Part(@Nullable String key, Duration delay, boolean poison, int failures) {}

    Part part(int number) {
        SplittableRandom random = new SplittableRandom(plan.seed() * 1_000_003 + number);
        boolean keyed = random.nextInt(100) < 60;
        String key = keyed ? "k" + number % plan.publishers() + "." + random.nextInt(KEYS_PER_PUBLISHER) : null;
        // An order of delays is promised by nobody.
        boolean delayed = !keyed && random.nextInt(100) < 5;
        Duration delay = delayed ? Duration.ofMillis(200 + random.nextInt(2_800)) : Duration.ZERO;
        int fate = random.nextInt(1_000);
        return new Part(key, delay, fate < 4, fate < 4 ? 0 : fate < 20 ? 1 : fate < 28 ? 2 : 0);
    }

    Message<byte[]> message(int number) {
        Part part = part(number);
        byte[] body = ("message " + number + " of " + run).getBytes(StandardCharsets.UTF_8);
        return Message.of(body)
                .withId(run + "-" + number)
                .withKey(part.key())
                .withHeader("number", Integer.toString(number))
                .withDelay(part.delay());
    }

    /** The number of a message of this run; -1 of any other. */
    int numberOf(String id) {
        return id.startsWith(run + "-") ? Integer.parseInt(id.substring(run.length() + 1)) : -1;
    }
}
