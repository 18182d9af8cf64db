package dev.crossdock.conformance.sqs;

import dev.crossdock.conformance.containers.Exhaustion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the broker: so connections can be counted and broken, and it is seen which queues are asked for
 * messages, which SQS itself would not tell.
 */
final class PollWatch implements Exhaustion {
    private static final int BUFFER = 1 << 16;
    private static final int REQUEST = 4 * 1024;
    private static final Pattern PUBLISH = Pattern.compile("AmazonSQS\\.SendMessage|Action=Publish");
    private static final byte[] SLOW_DOWN = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final Pattern POLL =
            Pattern.compile("AmazonSQS\\.ReceiveMessage.*?\"QueueUrl\":\"[^\"]*/([^/\"]+)\"", Pattern.DOTALL);

    private final InetSocketAddress broker;
    private final int port;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> lastPoll = new ConcurrentHashMap<>();
    private volatile boolean throttles;
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    PollWatch(int port, InetSocketAddress broker) {
        this.port = port;
        this.broker = broker;
        open();
    }

    int port() {
        return port;
    }

    /** Lets clients in. Without effect if they are let in already. */
    synchronized void open() {
        if (server == null) {
            try {
                ServerSocket opened = new ServerSocket(port, 1_000, InetAddress.getLoopbackAddress());
                server = opened;
                acceptor = start(() -> accept(opened));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Refuses clients, as the port of a server does that is down: a connection that is taken and ended is another thing. */
    synchronized void shut() {
        ServerSocket open = server;
        Thread accepting = acceptor;
        if (open == null || accepting == null) {
            return;
        }
        server = null;
        try {
            open.close();
            // The system keeps the port for as long as a thread is inside of accept.
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the port was closed", e);
        }
        dropConnections();
    }

    int connections() {
        return clients.size();
    }

    /** Whether somebody has asked for messages of a queue within such a time. */
    boolean isPolled(String queue, Duration within) {
        Long last = lastPoll.get(queue);
        return last != null && System.nanoTime() - last < within.toNanos();
    }

    /** Whoever sends something is asked to slow down, as by a service that has too many such requests. */
    @Override
    public void begin(String topic) {
        throttles = true;
    }

    @Override
    public void end(String topic) {
        throttles = false;
    }

    /** Returns when all connections that there were are broken. */
    void dropConnections() {
        for (Socket client : clients) {
            try {
                // A reset, as a network that breaks makes it.
                client.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is gone already.
            }
            close(client);
        }
    }

    private void accept(ServerSocket open) {
        while (!open.isClosed()) {
            try {
                Socket client = open.accept();
                clients.add(client);
                Thread unused = start(() -> serve(client));
            } catch (IOException e) {
                // A client that has thought better of it.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket()) {
            upstream.connect(broker, 2_000);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Thread unused = start(() -> copy(upstream, client, false));
            copy(client, upstream, true);
        } catch (IOException e) {
            // It is down, or does not answer.
        } finally {
            clients.remove(client);
        }
    }

    private void copy(Socket from, Socket to, boolean requests) {
        String before = "";
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (requests && throttles && isPublish(buffer, read)) {
                    from.getOutputStream().write(SLOW_DOWN);
                    return;
                }
                if (requests) {
                    before = look(before, buffer, read);
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // Ends as a connection ends.
        } finally {
            close(from);
            close(to);
        }
    }

    private static boolean isPublish(byte[] buffer, int read) {
        String text = new String(buffer, 0, Math.min(read, REQUEST), StandardCharsets.ISO_8859_1);
        return PUBLISH.matcher(text).find();
    }

    /** A request may come in pieces: gives what of it has to be seen again with the next piece. */
    private String look(String before, byte[] buffer, int read) {
        int some = Math.min(read, REQUEST);
        String text = before + new String(buffer, read - some, some, StandardCharsets.ISO_8859_1);
        Matcher poll = POLL.matcher(text);
        if (poll.find()) {
            lastPoll.put(poll.group(1), System.nanoTime());
            return "";
        }
        return text.substring(Math.max(0, text.length() - REQUEST));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "poll-watch");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
