package dev.crossdock.messaging.core;

import dev.crossdock.messaging.Headers;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Messages as no library has written them: own headers of any value, foreign ones of any name. The same for one seed. */
final class HostileMessages {
    private static final List<String> OWN = List.of(
            WireHeaders.ID,
            WireHeaders.PUBLISHED_AT,
            WireHeaders.RETRY_COUNT,
            WireHeaders.FIRST_ATTEMPT_AT,
            WireHeaders.NOT_BEFORE,
            WireHeaders.LANE_UNTIL,
            WireHeaders.REDRIVES,
            WireHeaders.PACKED,
            WireHeaders.CONTENT_TYPE,
            WireHeaders.DLQ_REASON,
            WireHeaders.DLQ_ENTRY,
            WireHeaders.DLQ_ATTEMPTS,
            WireHeaders.DLQ_AT,
            WireHeaders.DLQ_MESSAGE,
            "crossdock-",
            "crossdock-unheard-of",
            "crossdock-key",
            "Crossdock-Retry-Count",
            "CROSSDOCK-ID");
    private static final List<String> FOREIGN =
            List.of("", " ", "h", "H", "traceparent", "a\r\nb", "\u0000", "ünï", "x-death", "😅", "\uD800");
    // Nothing that is due after the test's own time: that is to wait, and not to be handled.
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "2",
            "007",
            "-1",
            "+1",
            "1.0",
            "1e3",
            " 1",
            "1 ",
            "٣",
            "５",
            "999999999",
            "1000000000",
            "99999999999",
            "NaN",
            "null",
            "true",
            "2025-12-31T23:59:59.999Z",
            "2025-12-31T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "2025-12-31",
            "1767225599999",
            "-0001-01-01T00:00:00Z",
            "-1000000000-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "+10000-01-01T00:00:00Z",
            "2025-02-30T00:00:00Z",
            "2025-12-31T23:59:60.5Z",
            "RETRIES_EXHAUSTED",
            "no reason",
            "a\r\ncrossdock-id: other",
            "\u0000",
            "\uD800",
            "😅",
            "x".repeat(255),
            "x".repeat(256),
            "9".repeat(5_000));

    private final SplittableRandom random;

    HostileMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A message whose body begins with its number; whether the codec takes it is in the byte behind that. */
    WireMessage next(int number) {
        Map<String, String> headers = new LinkedHashMap<>();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            headers.put(random.nextInt(4) == 0 ? any(FOREIGN) : any(OWN), value());
        }
        byte[] body = new byte[Integer.BYTES + 1 + random.nextInt(40)];
        random.nextBytes(body);
        ByteBuffer.wrap(body).putInt(number);
        String key = random.nextInt(3) == 0 ? value() : null;
        return new WireMessage(body, key, Headers.of(headers));
    }

    private String value() {
        if (random.nextInt(4) > 0) {
            return any(VALUES);
        }
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextBoolean() ? '0' + random.nextInt(12) : random.nextInt(0x10000)));
        }
        return text.toString();
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
