package dev.crossdock.transport.nats;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the server sends, without header blocks that would end the client's reader. The server stores any block; the client
 * (2.26) refuses all but printable ASCII, and the thread that reads ends with that, so that one message of a program in
 * another language would silence the connection each time that it is delivered. And of a stored message whose block begins
 * with a status the client shows the status and not the message. Such blocks are wrapped, see {@link HeaderBlock}.
 *
 * <p>Used by one thread.
 */
final class HeaderGuard extends FilterInputStream {
    private static final byte[] PLAIN = "MSG ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WITH_HEADERS = "HMSG ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STORED = " $JS.ACK.".getBytes(StandardCharsets.US_ASCII);
    private static final int CRLF = 2;

    private static final int CHUNK = 64 * 1024;

    private final byte[] chunk;
    private final Held held = new Held();
    private byte[] ready;
    private int from;
    private int to;
    private int lineLength;
    private long headersLeft;
    private long bodyLeft;

    HeaderGuard(InputStream server) {
        this(server, CHUNK);
    }

    /** One that asks for so many bytes at a time. */
    HeaderGuard(InputStream server, int atATime) {
        super(server);
        chunk = new byte[atATime];
        ready = new byte[2 * atATime];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (from == to) {
            from = 0;
            to = 0;
            int count = in.read(chunk, 0, chunk.length);
            if (count <= 0) {
                return count;
            }
            take(count);
        }
        int given = Math.min(length, to - from);
        System.arraycopy(ready, from, into, offset, given);
        from += given;
        return given;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    private void take(int count) {
        int at = 0;
        while (at < count) {
            if (headersLeft > 0) {
                int part = (int) Math.min(headersLeft, count - at);
                held.write(chunk, at, part);
                at += part;
                headersLeft -= part;
                if (headersLeft == 0) {
                    passHeaders();
                }
            } else if (bodyLeft > 0) {
                int part = (int) Math.min(bodyLeft, count - at);
                pass(chunk, at, part);
                at += part;
                bodyLeft -= part;
            } else {
                int end = at;
                while (end < count && chunk[end] != '\n') {
                    end++;
                }
                boolean complete = end < count;
                held.write(chunk, at, (complete ? end + 1 : end) - at);
                at = complete ? end + 1 : end;
                if (complete) {
                    readLine();
                }
            }
        }
    }

    private void readLine() {
        boolean headers = held.startsWith(WITH_HEADERS);
        if (headers || held.startsWith(PLAIN)) {
            long total = held.lastNumber();
            long ofHeaders = headers ? held.numberBefore() : 0;
            if (total >= ofHeaders && ofHeaders >= 0) {
                bodyLeft = total - ofHeaders + CRLF;
                headersLeft = ofHeaders;
                lineLength = held.size();
            }
        }
        if (headersLeft == 0) {
            passHeld();
        }
    }

    private void passHeaders() {
        // What was stored comes with a place to acknowledge it; what the server says of itself does not.
        if (held.isReadableFrom(lineLength, held.has(STORED, lineLength))) {
            passHeld();
            return;
        }
        byte[] all = held.toByteArray();
        held.reset();
        String line = new String(all, 0, lineLength, StandardCharsets.US_ASCII);
        byte[] wrapped = HeaderBlock.wrapped(Arrays.copyOfRange(all, lineLength, all.length));
        String[] words = line.trim().split("\\s+", -1);
        words[words.length - 2] = Integer.toString(wrapped.length);
        words[words.length - 1] = Long.toString(wrapped.length + bodyLeft - CRLF);
        byte[] newLine = (String.join(" ", words) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        pass(newLine, 0, newLine.length);
        pass(wrapped, 0, wrapped.length);
    }

    private void passHeld() {
        makeRoom(held.size());
        to += held.moveTo(ready, to);
    }

    private void pass(byte[] bytes, int offset, int length) {
        makeRoom(length);
        System.arraycopy(bytes, offset, ready, to, length);
        to += length;
    }

    private void makeRoom(int length) {
        if (ready.length - to < length) {
            ready = Arrays.copyOf(ready, Math.max(ready.length * 2, to + length));
        }
    }

    /** A line that is not complete, or a line and headers that are not. Read as bytes: it happens to every message. */
    private static final class Held extends ByteArrayOutputStream {
        private static final int MOST_DIGITS = 18;

        private int numberFrom;

        boolean startsWith(byte[] word) {
            return count >= word.length && Arrays.equals(buf, 0, word.length, word, 0, word.length);
        }

        /** Whether some bytes stand before a place. */
        boolean has(byte[] bytes, int before) {
            for (int at = 0; at + bytes.length <= before; at++) {
                if (buf[at] == bytes[0] && Arrays.equals(buf, at, at + bytes.length, bytes, 0, bytes.length)) {
                    return true;
                }
            }
            return false;
        }

        /** The number at the line's end; −1 if there is none, which is then the client's business. */
        long lastNumber() {
            numberFrom = count;
            return numberBefore();
        }

        /** The number before the one that was read last; −1 if there is none. */
        long numberBefore() {
            int at = numberFrom;
            while (at > 0 && isSpace(buf[at - 1])) {
                at--;
            }
            int end = at;
            long number = 0;
            for (long unit = 1; at > 0 && end - at < MOST_DIGITS && isDigit(buf[at - 1]); unit *= 10) {
                at--;
                number += unit * (buf[at] - '0');
            }
            numberFrom = at;
            return at < end && at > 0 && isSpace(buf[at - 1]) ? number : -1;
        }

        boolean isReadableFrom(int place, boolean stored) {
            return HeaderBlock.isReadable(buf, place, count, stored);
        }

        /** Gives the number of bytes, and has none afterwards. */
        int moveTo(byte[] target, int at) {
            int moved = count;
            System.arraycopy(buf, 0, target, at, moved);
            reset();
            return moved;
        }

        private static boolean isSpace(byte character) {
            return character >= 0 && character <= ' ';
        }

        private static boolean isDigit(byte character) {
            return character >= '0' && character <= '9';
        }
    }
}
