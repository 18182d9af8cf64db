package dev.crossdock.messaging;

import java.util.SplittableRandom;

/**
 * Makes message ids: UUIDs of version 7 (RFC 9562), which sort by the millisecond they were made in.
 *
 * <p>Ids are unique, not secret, so a fast generator per thread serves; it is seeded from the platform's secure source.
 */
final class MessageIds {
    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final ThreadLocal<SplittableRandom> RANDOM =
            ThreadLocal.withInitial(() -> new SplittableRandom(new java.security.SecureRandom().nextLong()));

    private MessageIds() {}

    static String next() {
        SplittableRandom random = RANDOM.get();
        return format(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    }

    static String format(long epochMillis, long randomA, long randomB) {
        long high = (epochMillis << 16) | 0x7000L | (randomA & 0x0FFFL);
        long low = 0x8000_0000_0000_0000L | (randomB & 0x3FFF_FFFF_FFFF_FFFFL);
        byte[] text = new byte[36];
        hex(text, 0, high >>> 32, 8);
        text[8] = '-';
        hex(text, 9, high >>> 16, 4);
        text[13] = '-';
        hex(text, 14, high, 4);
        text[18] = '-';
        hex(text, 19, low >>> 48, 4);
        text[23] = '-';
        hex(text, 24, low, 12);
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void hex(byte[] text, int offset, long bits, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            text[offset + i] = HEX[(int) (bits & 0xF)];
            bits >>>= 4;
        }
    }
}
