package dev.crossdock.messaging;

import org.jspecify.annotations.Nullable;

/** What names of topics and groups may look like. */
final class Names {
    static final int MAX_LENGTH = 128;

    private Names() {}

    static String check(String kind, String name) {
        String problem = problem(name);
        if (problem != null) {
            throw new MessagingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A " + kind + " name has 1 to " + MAX_LENGTH + " characters, no control characters, no unpaired"
                            + " surrogates and no white space at its ends; found one " + problem);
        }
        return name;
    }

    private static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "that is empty";
        }
        if (name.length() > MAX_LENGTH) {
            return "of " + name.length() + " characters";
        }
        if (!name.strip().equals(name)) {
            return "with white space at an end: '" + name.strip() + "'";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c)) {
                return String.format("with the control character U+%04X at %d", (int) c, i);
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < name.length()
                        && Character.isLowSurrogate(name.charAt(i + 1));
                if (!paired) {
                    return String.format("with the unpaired surrogate U+%04X at %d", (int) c, i);
                }
                i++;
            }
        }
        return null;
    }
}
