package dev.crossdock.transport.sqs;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of texts, as headers are packed into. What SQS would not carry is escaped, and so is nothing else but what
 * JSON demands. Pure.
 */
final class FlatJson {
    private FlatJson() {}

    /** Appends one entry to an object that is being written; the first one opens it. */
    static void add(StringBuilder object, String name, String value) {
        object.append(object.length() == 0 ? "{\"" : ",\"");
        escape(object, name);
        object.append("\":\"");
        escape(object, value);
        object.append('"');
    }

    /** Closes an object. */
    static String close(StringBuilder object) {
        return object.length() == 0 ? "{}" : object.append('}').toString();
    }

    /** Names and values in turn; {@code null} if this is no JSON object of texts. */
    static @Nullable List<String> read(String json) {
        return new Reader(json).object();
    }

    private static void escape(StringBuilder into, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                into.append('\\').append(c);
            } else if (c < ' ' || !WireText.isLegal(text, i)) {
                into.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    into.append(Character.forDigit((c >> shift) & 0xF, 16));
                }
            } else {
                into.append(c);
            }
        }
    }

    /** Goes over a text once. */
    private static final class Reader {
        private static final char END = '\0';

        private final String json;
        private int at;

        Reader(String json) {
            this.json = json;
        }

        @Nullable List<String> object() {
            List<String> found = new ArrayList<>();
            if (!takes('{')) {
                return null;
            }
            if (takes('}')) {
                return atEnd() ? found : null;
            }
            do {
                String name = text();
                String value = name != null && takes(':') ? text() : null;
                if (name == null || value == null) {
                    return null;
                }
                found.add(name);
                found.add(value);
            } while (takes(','));
            return takes('}') && atEnd() ? found : null;
        }

        private @Nullable String text() {
            if (!takes('"')) {
                return null;
            }
            int from = at;
            int end = json.indexOf('"', from);
            int escape = json.indexOf('\\', from);
            if (end >= 0 && (escape < 0 || escape > end)) {
                at = end + 1;
                return json.substring(from, end);
            }
            StringBuilder text = new StringBuilder();
            while (at < json.length()) {
                char c = json.charAt(at++);
                if (c == '"') {
                    return text.toString();
                }
                if (c != '\\') {
                    text.append(c);
                } else if (!unescape(text)) {
                    return null;
                }
            }
            return null;
        }

        private boolean unescape(StringBuilder into) {
            char c = at < json.length() ? json.charAt(at++) : END;
            switch (c) {
                case '"', '\\', '/' -> into.append(c);
                case 'b' -> into.append('\b');
                case 'f' -> into.append('\f');
                case 'n' -> into.append('\n');
                case 'r' -> into.append('\r');
                case 't' -> into.append('\t');
                case 'u' -> {
                    if (at + 4 > json.length()) {
                        return false;
                    }
                    int code = 0;
                    for (int end = at + 4; at < end; at++) {
                        int digit =
                                HexFormat.isHexDigit(json.charAt(at)) ? HexFormat.fromHexDigit(json.charAt(at)) : -1;
                        if (digit < 0) {
                            return false;
                        }
                        code = code << 4 | digit;
                    }
                    into.append((char) code);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private boolean takes(char wanted) {
            skipSpace();
            if (at < json.length() && json.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private boolean atEnd() {
            skipSpace();
            return at == json.length();
        }

        private void skipSpace() {
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
