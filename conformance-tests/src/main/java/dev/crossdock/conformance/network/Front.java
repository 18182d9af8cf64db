package dev.crossdock.conformance.network;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a broker on this machine's loopback address and passes on what comes, in plain text or after having
 * ended TLS. It remembers what clients have sent. Thread-safe.
 */
public final class Front implements Closeable {
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket server;
    private final InetSocketAddress broker;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread acceptor;

    private Front(ServerSocket server, InetSocketAddress broker) {
        this.server = server;
        this.broker = broker;
        this.acceptor = start("front-" + server.getLocalPort(), this::accept);
    }

    /** Passes everything on as it is. */
    public static Front plain(int port, InetSocketAddress broker) throws IOException {
        return new Front(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), broker);
    }

    /**
     * Ends TLS and passes on what was in it.
     *
     * @param identity the key and certificate to show
     * @param trusted by whom a client's certificate has to be signed; {@code null} if clients need none
     */
    public static Front tls(int port, InetSocketAddress broker, Path identity, @Nullable Path trusted)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(identity), Certificates.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(trusted == null ? identity : trusted));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(trusted != null);
        return new Front(server, broker);
    }

    /** How often somebody has connected. */
    public int connections() {
        return connections.get();
    }

    /** Whether some client has sent this text, as it is. */
    public boolean wasSent(String text) {
        byte[] all;
        synchronized (sent) {
            all = sent.toByteArray();
        }
        // One character for each byte, so that a text can be looked for in what is not text.
        String haystack = new String(all, StandardCharsets.ISO_8859_1);
        return haystack.contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** Closes all connections and listens no longer: when this returns, the port is free. */
    @Override
    public void close() throws IOException {
        server.close();
        // The system keeps the port for as long as a thread is inside of accept.
        awaitEnd(acceptor);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                sockets.add(client);
                start("front-up", () -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that has thought better of it.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(broker.getAddress(), broker.getPort())) {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            sockets.add(upstream);
            start("front-down", () -> copy(upstream, client, false));
            copy(client, upstream, true);
            sockets.remove(upstream);
        } catch (IOException e) {
            // One side has gone, so the other goes too.
        } finally {
            sockets.remove(client);
        }
    }

    private void copy(Socket from, Socket to, boolean remember) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (remember) {
                    synchronized (sent) {
                        sent.write(buffer, 0, read);
                    }
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // Ends as a connection ends.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Certificates.PASSWORD.toCharArray());
        }
        return store;
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitEnd(Thread thread) throws InterruptedIOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + thread.getName() + " was ending");
        }
    }
}
