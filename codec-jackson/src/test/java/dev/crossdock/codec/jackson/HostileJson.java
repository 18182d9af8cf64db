package dev.crossdock.codec.jackson;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** JSON as no codec has written it: damaged, nested, endless, in other encodings. The same for one seed. */
final class HostileJson {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud800",
            "null",
            "true",
            "-",
            "1e999999999",
            "0x1",
            "NaN",
            "\"type\":\"Card\"",
            "\"id\":\"o-2\"",
            "\u0000",
            "\uFEFF",
            "//",
            "/*",
            "'",
            "\t");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0.5",
            "1e400",
            "-0",
            "00",
            "+1",
            "2147483648",
            "99999999999999999999",
            "9".repeat(2_000),
            "1e-2147483649");
    private static final List<Charset> ENCODINGS = List.of(
            StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1);

    private final SplittableRandom random;

    HostileJson(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A body made of a valid one. */
    byte[] of(String valid) {
        return switch (random.nextInt(12)) {
            case 0 -> random(random.nextInt(80));
            case 1 -> cut(utf8(valid));
            case 2, 3 -> overwritten(utf8(valid));
            case 4 -> utf8(insert(valid, any(PIECES)));
            case 5 -> utf8(insert(insert(valid, any(PIECES)), any(PIECES)));
            case 6 -> utf8(valid.replaceAll("\\d+", any(NUMBERS)));
            case 7 -> utf8(nested(valid));
            case 8 -> valid.getBytes(ENCODINGS.get(random.nextInt(ENCODINGS.size())));
            case 9 -> utf8("\uFEFF" + valid);
            case 10 ->
                utf8(valid.replaceFirst("\\{", "{\"id\":\"twice\",\"" + "x".repeat(random.nextInt(50)) + "\":1,"));
            default -> utf8(valid + any(List.of(" ", "\n", valid, ",", "}", "\u0000", "x")));
        };
    }

    private String nested(String valid) {
        int depth = random.nextInt(50) == 0 ? 100_000 : random.nextInt(30);
        return switch (random.nextInt(4)) {
            case 0 -> "[".repeat(depth);
            case 1 -> "{\"lines\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
            case 2 ->
                valid.replaceFirst("\\{", "{\"unknown\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + ",");
            default -> "{\"a\":".repeat(depth);
        };
    }

    private String insert(String into, String piece) {
        int at = random.nextInt(into.length() + 1);
        return into.substring(0, at) + piece + into.substring(at);
    }

    private byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    private byte[] overwritten(byte[] bytes) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
