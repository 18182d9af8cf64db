package dev.crossdock.conformance.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a broker on this machine's loopback address that can be broken as networks break, while the broker knows nothing
 * of it. Thread-safe; one thread moves the bytes of all connections.
 *
 * <p>What is done to it holds when the method returns, for connections that there are and for those that come, until
 * {@link #mend()}. It counts what it has passed on and how many connections it has broken, so that whoever breaks it can
 * prove that it mattered.
 */
public final class Link implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final InetSocketAddress broker;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Map<Direction, FlowRules> traffic = new EnumMap<>(Direction.class);
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Thread thread;
    // Changes in the moving thread only.
    private boolean cut;

    private Link(int port, InetSocketAddress broker) throws IOException {
        this.broker = broker;
        for (Direction direction : Direction.values()) {
            traffic.put(direction, new FlowRules());
        }
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::run, "link-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins to listen.
     *
     * @param port of the loopback address; 0 for any that is free
     * @param broker where connections lead; need not be there yet
     */
    public static Link open(int port, InetSocketAddress broker) {
        try {
            return new Link(port, broker);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen at port " + port, e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /** How many connections there are now. */
    public int connections() {
        return connections.size();
    }

    /** How many have come since it was opened, those included that were refused at once. */
    public int accepted() {
        return accepted.get();
    }

    /** How many it has broken since it was opened, those included that were refused at once. */
    public int broken() {
        return broken.get();
    }

    /** How many bytes it has passed on since it was opened. */
    public long passed(Direction direction) {
        return of(direction).passed();
    }

    /** Breaks all connections with a reset; whoever comes anew is let through. */
    public void reset() {
        order(this::breakAll);
    }

    /** Breaks all connections with a reset, and so each that comes, until it is mended. */
    public void cut() {
        order(() -> {
            cut = true;
            breakAll();
        });
    }

    /**
     * Passes nothing on in a direction, until it is mended, and tells nobody: connections stand, and even come about. What
     * is held is passed on afterwards, as by a network that was away; a {@link #reset()} before loses it.
     */
    public void hold(Direction direction) {
        order(() -> of(direction).hold());
    }

    /**
     * Passes on exactly so many more bytes in a direction, counted over all connections; the connection that would carry the
     * next one is broken instead, once.
     */
    public void breakAfter(Direction direction, long bytes) {
        order(() -> of(direction).breakAfter(bytes));
    }

    /** Makes it slow both ways, until it is mended. */
    public void slow(Delay delay) {
        order(() -> traffic.values().forEach(each -> each.slow(delay)));
    }

    /** Undoes all that was done, except that what is broken stays broken. */
    public void mend() {
        order(() -> {
            cut = false;
            traffic.values().forEach(FlowRules::mend);
            connections.forEach(Connection::move);
        });
    }

    /** Breaks all connections and listens no longer; may be called again. */
    @Override
    public void close() {
        if (!selector.isOpen()) {
            return;
        }
        try {
            order(this::breakAll);
            selector.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FlowRules of(Direction direction) {
        return java.util.Objects.requireNonNull(traffic.get(direction));
    }

    Selector selector() {
        return selector;
    }

    void gone(Connection connection) {
        connections.remove(connection);
    }

    void countBroken() {
        broken.incrementAndGet();
    }

    /** Has the moving thread do it, and waits until it has. */
    private void order(Runnable order) {
        CountDownLatch done = new CountDownLatch(1);
        orders.add(() -> {
            try {
                order.run();
            } finally {
                done.countDown();
            }
        });
        selector.wakeup();
        try {
            if (!selector.isOpen() || !done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the link is closed, or its thread does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the link was told what to do", e);
        }
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                long wait = nextDue();
                if (wait == 0) {
                    selector.selectNow();
                } else if (wait == Connection.NOTHING_WAITS) {
                    selector.select();
                } else {
                    selector.select(wait);
                }
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid() && key.isAcceptable()) {
                        accept();
                    } else if (key.isValid()) {
                        ((Connection) key.attachment()).move();
                    }
                }
                selector.selectedKeys().clear();
                connections.stream().filter(Connection::isDue).forEach(Connection::move);
            } catch (IOException | ClosedSelectorException e) {
                if (selector.isOpen()) {
                    throw new IllegalStateException("the link is broken by itself", e);
                }
            }
        }
    }

    /** Milliseconds until something that is kept back has to go on. */
    private long nextDue() {
        long next = Connection.NOTHING_WAITS;
        for (Connection connection : connections) {
            next = Math.min(next, connection.millisUntilDue());
        }
        return next;
    }

    private void accept() throws IOException {
        SocketChannel client = server.accept();
        if (client == null) {
            return;
        }
        accepted.incrementAndGet();
        if (cut) {
            countBroken();
            Connection.reset(client);
            return;
        }
        try {
            SocketChannel upstream = SocketChannel.open(broker);
            Connection connection = new Connection(this, client, upstream);
            connections.add(connection);
            connection.begin();
        } catch (IOException e) {
            // A broker that is down refuses, and so does this.
            Connection.reset(client);
        }
    }

    private void breakAll() {
        connections.forEach(Connection::breakIt);
    }
}
