package dev.crossdock.conformance.process;

import dev.crossdock.conformance.StoreOpening;
import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.TimeSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The process of a {@link StoreProcess}: does with one claim what each line of its input says, and ends with the input. */
final class StoreMain {
    static final String MARK = "store: ";

    private StoreMain() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Map<String, String> configuration =
                JsonMapper.builder().build().readValue(lines.readLine(), new TypeReference<>() {});
        IdempotencyStore store = StoreOpening.open(configuration, TimeSource.system());
        answer("open");
        Claim.Acquired claim = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            Duration time = Duration.ofMillis(Long.parseLong(words[1]));
            if (words[0].equals("claim")) {
                claim = (Claim.Acquired) store.claim(words[2], words[3], time);
                answer(Long.toString(claim.fencingToken()));
            } else if (claim == null) {
                throw new IllegalStateException("nothing is claimed");
            } else if (words[0].equals("renew")) {
                answer(Boolean.toString(store.renew(claim, time)));
            } else if (words[0].equals("complete")) {
                answer(Boolean.toString(store.complete(claim, time)));
            } else {
                store.release(claim);
                answer("released");
            }
        }
        // Its parent is gone; what holds a pool open must not keep it alive.
        Runtime.getRuntime().halt(0);
    }

    private static void answer(String text) {
        System.out.println(MARK + text);
        System.out.flush();
    }
}
