package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.WireHeaders;
import io.nats.client.support.IncomingHeadersProcessor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A block of headers as it is on the wire: whether the client can read it, and what to do if not. Pure. */
final class HeaderBlock {
    /** The header in which a block travels the last steps to {@link WireFormat} that the client could not read. */
    static final String WRAPPED = WireHeaders.PREFIX + "nats-headers";

    private static final String VERSION = "NATS/1.0";
    private static final String SERVERS = "Nats-";
    private static final String END = "\r\n";

    private HeaderBlock() {}

    /**
     * Whether the client can read what stands between two places.
     *
     * @param stored whether it belongs to a message, and a status in it would take the message's place
     */
    static boolean isReadable(byte[] bytes, int from, int to, boolean stored) {
        if (stored && to - from > VERSION.length() && bytes[from + VERSION.length()] == ' ') {
            return false;
        }
        if (isPlain(bytes, from, to)) {
            return true;
        }
        try {
            byte[] block = Arrays.copyOfRange(bytes, from, to);
            return new IncomingHeadersProcessor(block).getSerializedLength() == block.length;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** A block that the client can read, with the other one in it, and with what the server has noted on its way. */
    static byte[] wrapped(byte[] block) {
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
        wrapped.writeBytes((VERSION + END).getBytes(StandardCharsets.US_ASCII));
        for (String line : new String(block, StandardCharsets.ISO_8859_1).split(END, -1)) {
            byte[] alone = (VERSION + END + line + END + END).getBytes(StandardCharsets.ISO_8859_1);
            if (line.startsWith(SERVERS) && isPlain(alone, 0, alone.length)) {
                wrapped.writeBytes((line + END).getBytes(StandardCharsets.US_ASCII));
            }
        }
        wrapped.writeBytes((WRAPPED + ": ").getBytes(StandardCharsets.US_ASCII));
        wrapped.writeBytes(Base64.getEncoder().encode(block));
        wrapped.writeBytes((END + END).getBytes(StandardCharsets.US_ASCII));
        return wrapped.toByteArray();
    }

    /**
     * What a wrapped block says: names and values in UTF-8, several values of one name with commas between them. A line that
     * is no header is one without a value.
     */
    static Map<String, String> unwrapped(String wrapped) {
        Map<String, String> read = new LinkedHashMap<>();
        byte[] block;
        try {
            block = Base64.getDecoder().decode(wrapped);
        } catch (IllegalArgumentException e) {
            // Somebody else's header of that name.
            read.put(WRAPPED, wrapped);
            return read;
        }
        String[] lines = new String(block, StandardCharsets.UTF_8).split(END, -1);
        for (int i = lines[0].startsWith(VERSION) ? 1 : 0; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 0 ? lines[i] : lines[i].substring(0, colon);
            String value = colon < 0 ? "" : lines[i].substring(colon + 1).strip();
            if (!lines[i].isEmpty()) {
                read.merge(name, value, (one, other) -> one + ", " + other);
            }
        }
        return read;
    }

    /** Whether it is a version, then lines of a name, a colon and printable ASCII, then an empty line: nearly every one is. */
    private static boolean isPlain(byte[] bytes, int from, int to) {
        int at = from;
        for (int i = 0; i < VERSION.length(); i++) {
            if (at >= to || bytes[at++] != VERSION.charAt(i)) {
                return false;
            }
        }
        while (isEnd(bytes, at, to)) {
            at += END.length();
            if (at + END.length() == to) {
                return isEnd(bytes, at, to);
            }
            int name = at;
            while (at < to && bytes[at] > ' ' && bytes[at] < 0x7F && bytes[at] != ':') {
                at++;
            }
            if (at == name || at == to || bytes[at] != ':') {
                return false;
            }
            while (at < to && ((bytes[at] >= ' ' && bytes[at] < 0x7F) || bytes[at] == '\t')) {
                at++;
            }
        }
        return false;
    }

    private static boolean isEnd(byte[] bytes, int at, int to) {
        return at + 1 < to && bytes[at] == '\r' && bytes[at + 1] == '\n';
    }
}
