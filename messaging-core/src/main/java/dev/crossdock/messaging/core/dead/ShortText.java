package dev.crossdock.messaging.core.dead;

/** Makes notes fit: well-formed, and no longer than they may be. */
final class ShortText {
    private static final char REPLACEMENT = '\uFFFD';

    private ShortText() {}

    /** A text, or as much of its beginning as has so many bytes in UTF-8; unpaired surrogates become U+FFFD. */
    static String of(String text, int maxBytes) {
        StringBuilder kept = null;
        int bytes = 0;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            int end = i + Character.charCount(point);
            boolean broken = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > maxBytes) {
                return kept == null ? text.substring(0, i) : kept.toString();
            }
            if (broken && kept == null) {
                kept = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (kept != null) {
                kept.appendCodePoint(broken ? REPLACEMENT : point);
            }
            i = end;
        }
        return kept == null ? text : kept.toString();
    }
}
