package dev.crossdock.conformance.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in front of a broker, which tells its clients this address: so their connections can be counted and broken while
 * the broker knows nothing of it. One thread for all connections.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 17;

    private final InetSocketAddress broker;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean dropping;

    /** Begins to listen. */
    public TcpProxy(int port, InetSocketAddress broker) {
        this.broker = broker;
        try {
            this.selector = Selector.open();
            this.server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = new Thread(this::run, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** How many connections there are. */
    public int connections() {
        return pairs.size();
    }

    /** Returns when all connections that there were are broken. */
    public void dropConnections() {
        Set<Pair> all = Set.copyOf(pairs);
        dropping = true;
        selector.wakeup();
        while (pairs.stream().anyMatch(all::contains)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select();
                if (dropping) {
                    dropping = false;
                    pairs.forEach(Pair::end);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid() && key.isAcceptable()) {
                        accept();
                    } else if (key.isValid()) {
                        ((End) key.attachment()).move();
                    }
                }
                selector.selectedKeys().clear();
            } catch (IOException | java.nio.channels.ClosedSelectorException e) {
                if (selector.isOpen()) {
                    throw new IllegalStateException("the proxy is broken", e);
                }
            }
        }
    }

    private void accept() throws IOException {
        SocketChannel client = server.accept();
        if (client == null) {
            return;
        }
        try {
            SocketChannel upstream = SocketChannel.open(broker);
            Pair pair = new Pair(client, upstream);
            pairs.add(pair);
            pair.begin();
        } catch (IOException e) {
            // A broker that is down refuses, and so does this.
            client.close();
        }
    }

    private final class Pair {
        private final End client;
        private final End upstream;

        Pair(SocketChannel client, SocketChannel upstream) {
            this.client = new End(this, client);
            this.upstream = new End(this, upstream);
            this.client.other = this.upstream;
            this.upstream.other = this.client;
        }

        void begin() throws IOException {
            client.register();
            upstream.register();
        }

        void end() {
            client.end();
            upstream.end();
            pairs.remove(this);
        }
    }

    private final class End {
        private final Pair pair;
        private final SocketChannel channel;
        private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER);
        private End other = this;
        private boolean finished;

        End(Pair pair, SocketChannel channel) {
            this.pair = pair;
            this.channel = channel;
        }

        void register() throws IOException {
            channel.configureBlocking(false);
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** Reads what there is, writes what can be written, on both ends. */
        void move() {
            try {
                other.passTo(this);
                passTo(other);
                if ((finished && received.position() == 0) || (other.finished && other.received.position() == 0)) {
                    pair.end();
                    return;
                }
                interest();
                other.interest();
            } catch (IOException e) {
                pair.end();
            }
        }

        void end() {
            try {
                // A reset, as a network that breaks makes it.
                channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException e) {
                // It is gone already.
            }
        }

        private void passTo(End to) throws IOException {
            if (!finished && received.hasRemaining() && channel.read(received) < 0) {
                finished = true;
            }
            received.flip();
            to.channel.write(received);
            received.compact();
        }

        private void interest() {
            SelectionKey key = channel.keyFor(selector);
            if (key != null && key.isValid()) {
                boolean canRead = !finished && received.hasRemaining();
                boolean mustWrite = other.received.position() > 0;
                key.interestOps((canRead ? SelectionKey.OP_READ : 0) | (mustWrite ? SelectionKey.OP_WRITE : 0));
            }
        }
    }
}
