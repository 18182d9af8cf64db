package dev.crossdock.conformance.nats;

import dev.crossdock.conformance.ForeignMessage;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Publishes past every client: none would write what programs in other languages, or nobody, may. */
final class HostileBlocks {
    private HostileBlocks() {}

    /** Returns when the server has read all of it. */
    static void publish(NatsContainer server, String subject, List<ForeignMessage> messages) {
        try (Socket socket = new Socket(server.host(), server.port());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            write(out, "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\n");
            for (ForeignMessage message : messages) {
                byte[] block = block(message.headers()).getBytes(StandardCharsets.ISO_8859_1);
                write(
                        out,
                        "HPUB " + subject + " " + block.length + " " + (block.length + message.body().length) + "\r\n");
                out.write(block);
                out.write(message.body());
                write(out, "\r\n");
            }
            write(out, "PING\r\n");
            out.flush();
            for (String line = in.readLine(); !"PONG".equals(line); line = in.readLine()) {
                if (line == null || line.startsWith("-ERR")) {
                    throw new IllegalStateException("the server did not take them: " + line);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A byte for each character. What would end a line too early, or a name, is left out; now and then there is a status. */
    private static String block(Map<String, byte[]> headers) {
        boolean status = headers.size() == 1;
        StringBuilder block = new StringBuilder(status ? "NATS/1.0 409 Consumer Deleted\r\n" : "NATS/1.0\r\n");
        headers.forEach((name, value) -> block.append(
                        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                                .replace(':', '_'))
                .append(": ")
                .append(new String(value, StandardCharsets.ISO_8859_1).replaceAll("[\r\n]", "_"))
                .append("\r\n"));
        return block.append("\r\n").toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
