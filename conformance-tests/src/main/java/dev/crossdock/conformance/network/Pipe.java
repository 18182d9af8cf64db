package dev.crossdock.conformance.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** One direction of a {@link Connection}: what has come and has not gone on yet. */
final class Pipe {
    // A network holds a little while it is away; more would be a memory.
    private static final int KEPT_AT_MOST = 1 << 18;
    private static final int PIECE = 1 << 16;
    // Small enough that what is slow flows and does not jump.
    private static final int SLOW_PIECE = 1 << 10;

    private final SocketChannel from;
    private final SocketChannel to;
    private final FlowRules rules;
    private final Deque<Piece> kept = new ArrayDeque<>();
    private int keptBytes;
    private long lastDue = Long.MIN_VALUE;
    private boolean finished;

    private record Piece(ByteBuffer bytes, long due) {}

    Pipe(SocketChannel from, SocketChannel to, FlowRules rules) {
        this.from = from;
        this.to = to;
        this.rules = rules;
    }

    /** Reads what there is and writes what may go; {@code false} if the connection is to be broken here. */
    boolean move() throws IOException {
        read();
        return rules.isHeld() || write();
    }

    private void read() throws IOException {
        if (!wantsToRead()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(rules.isSlow() ? SLOW_PIECE : PIECE);
        int read = from.read(bytes);
        if (read < 0) {
            finished = true;
        } else if (read > 0) {
            bytes.flip();
            long now = System.nanoTime();
            lastDue = rules.dueOf(read, now, lastDue == Long.MIN_VALUE ? now : lastDue);
            kept.add(new Piece(bytes, lastDue));
            keptBytes += read;
        }
    }

    private boolean write() throws IOException {
        for (Piece piece = kept.peek(); piece != null && isDue(piece); piece = kept.peek()) {
            if (rules.takesTheBreak()) {
                return false;
            }
            ByteBuffer bytes = piece.bytes();
            ByteBuffer allowed = bytes.slice();
            allowed.limit(rules.allowance(bytes.remaining()));
            int wanted = allowed.remaining();
            int written = to.write(allowed);
            bytes.position(bytes.position() + written);
            keptBytes -= written;
            rules.count(written);
            if (!bytes.hasRemaining()) {
                kept.remove();
            }
            if (written < wanted) {
                return true;
            }
        }
        return true;
    }

    boolean wantsToRead() {
        return !finished && keptBytes < KEPT_AT_MOST;
    }

    boolean wantsToWrite() {
        Piece first = kept.peek();
        return first != null && !rules.isHeld() && isDue(first);
    }

    /** Milliseconds, rounded up, until the first piece may go that has to wait for its time. */
    long millisUntilDue() {
        Piece first = kept.peek();
        if (first == null || rules.isHeld() || isDue(first)) {
            return Connection.NOTHING_WAITS;
        }
        return TimeUnit.NANOSECONDS.toMillis(first.due() - System.nanoTime()) + 1;
    }

    /** Whoever spoke here has hung up, and all that he said was passed on. */
    boolean isOver() {
        return finished && kept.isEmpty();
    }

    private static boolean isDue(Piece piece) {
        return piece.due() - System.nanoTime() <= 0;
    }
}
