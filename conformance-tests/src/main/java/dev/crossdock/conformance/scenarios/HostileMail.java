package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.ForeignMessage;
import dev.crossdock.messaging.spi.WireHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Makes messages that nobody should send, the same for one seed: damaged bodies, and headers that say anything. */
final class HostileMail {
    /** How the library calls what says no id of its own. */
    static final String NO_ID = "unknown";

    private static final Sealed CODEC = new Sealed();

    // Of those that decide about a delivery; none is due in the future, which would have to wait.
    private static final List<String> DAMAGED =
            List.of("-1", "+1", "1.5", "99999999999", "soon", "2026-02-30", "0x10", "a b");
    private static final List<String> STATE = List.of(
            WireHeaders.RETRY_COUNT, WireHeaders.REDRIVES, WireHeaders.FIRST_ATTEMPT_AT, WireHeaders.NOT_BEFORE);
    private static final List<String> HARMLESS = List.of(
            WireHeaders.PUBLISHED_AT,
            WireHeaders.LANE_UNTIL,
            WireHeaders.DLQ_REASON,
            WireHeaders.DLQ_ENTRY,
            WireHeaders.DLQ_ATTEMPTS,
            WireHeaders.DLQ_AT,
            WireHeaders.CONTENT_TYPE,
            "crossdock-unheard-of",
            "Crossdock-Retry-Count-",
            "h",
            "H",
            "x-death",
            "x-delivery-count",
            "Nats-Expected-Stream-",
            "AWS.Trace",
            "traceparent",
            "a b",
            "grün");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "text",
            "-1",
            "1e3",
            "99999999999",
            "{\"a\":[1",
            "50%",
            "%zz",
            "a\r\nb: c",
            "\u0000",
            "😅",
            "x".repeat(300));

    private final Random random;
    private final UnaryOperator<byte[]> sendable;
    private int made;

    /**
     * Makes them.
     *
     * @param sendable makes of any bytes some that the broker carries
     */
    HostileMail(Random random, UnaryOperator<byte[]> sendable) {
        this.random = random;
        this.sendable = sendable;
    }

    /**
     * One of them.
     *
     * @param message what is sent
     * @param mustDie whether no handler may ever see it
     */
    record Letter(ForeignMessage message, boolean mustDie) {}

    Letter next() {
        int number = made++;
        Map<String, byte[]> headers = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.put(any(HARMLESS), value());
        }
        boolean damagedState = random.nextInt(4) == 0;
        if (damagedState) {
            headers.put(any(STATE), text(any(DAMAGED)));
        }
        if (random.nextInt(20) == 0) {
            headers.put(WireHeaders.RETRY_COUNT, text(damagedState ? "-1" : "2"));
        }
        boolean damagedId = random.nextInt(20) == 0;
        if (damagedId) {
            headers.put(WireHeaders.ID, text("x".repeat(300) + number));
        } else if (random.nextInt(10) > 0) {
            headers.put(WireHeaders.ID, text("hostile-" + number));
        }
        byte[] valid = CODEC.encode(text("letter " + number + " " + "{\"a\":1}".repeat(random.nextInt(20)) + " "));
        boolean damagedBody = random.nextBoolean();
        byte[] body = damagedBody ? sendable.apply(damaged(valid)) : valid;
        return new Letter(new ForeignMessage(body, headers), damagedBody || damagedId || damagedState);
    }

    private byte[] damaged(byte[] valid) {
        byte[] body = valid.clone();
        switch (random.nextInt(5)) {
            case 0 -> {
                return Arrays.copyOf(body, random.nextInt(body.length - 1) + 1);
            }
            case 1 -> body[random.nextInt(body.length)] ^= (byte) (1 + random.nextInt(255));
            case 2 -> {
                return Arrays.copyOf(body, body.length + 1 + random.nextInt(20));
            }
            case 3 -> {
                return text("[".repeat(1 + random.nextInt(2_000)));
            }
            default -> random.nextBytes(body);
        }
        return body;
    }

    private byte[] value() {
        if (random.nextInt(3) > 0) {
            return text(any(VALUES));
        }
        byte[] any = new byte[random.nextInt(30)];
        random.nextBytes(any);
        return any;
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
