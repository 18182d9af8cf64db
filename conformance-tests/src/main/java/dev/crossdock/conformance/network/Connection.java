package dev.crossdock.conformance.network;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A client's connection and the one to the broker that belongs to it. For the thread of its {@link Link} only. */
final class Connection {
    /** There is nothing to wait for but what comes. */
    static final long NOTHING_WAITS = Long.MAX_VALUE;

    private final Link link;
    private final SocketChannel client;
    private final SocketChannel upstream;
    private final Pipe toBroker;
    private final Pipe toClient;

    Connection(Link link, SocketChannel client, SocketChannel upstream) {
        this.link = link;
        this.client = client;
        this.upstream = upstream;
        this.toBroker = new Pipe(client, upstream, link.of(Direction.TO_BROKER));
        this.toClient = new Pipe(upstream, client, link.of(Direction.TO_CLIENTS));
    }

    void begin() throws IOException {
        for (SocketChannel end : new SocketChannel[] {client, upstream}) {
            end.configureBlocking(false);
            end.setOption(StandardSocketOptions.TCP_NODELAY, true);
            end.register(link.selector(), SelectionKey.OP_READ, this);
        }
    }

    /** Moves what can be moved, and asks to be called when more can. */
    void move() {
        try {
            if (!toBroker.move() || !toClient.move()) {
                breakIt();
            } else if (toBroker.isOver() || toClient.isOver()) {
                end();
            } else {
                want(client, toBroker.wantsToRead(), toClient.wantsToWrite());
                want(upstream, toClient.wantsToRead(), toBroker.wantsToWrite());
            }
        } catch (IOException e) {
            end();
        }
    }

    /** Whether something that was kept back may go on now. */
    boolean isDue() {
        return toBroker.wantsToWrite() || toClient.wantsToWrite();
    }

    long millisUntilDue() {
        return Math.min(toBroker.millisUntilDue(), toClient.millisUntilDue());
    }

    /** As a network does that breaks. */
    void breakIt() {
        link.countBroken();
        end();
    }

    private void end() {
        link.gone(this);
        reset(client);
        reset(upstream);
    }

    static void reset(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private void want(SocketChannel end, boolean reading, boolean writing) {
        SelectionKey key = end.keyFor(link.selector());
        if (key != null && key.isValid()) {
            key.interestOps((reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0));
        }
    }
}
