package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a delay lane: joins its group when something waits there, and leaves it when nothing has for a while. Used by one
 * thread, as every receiver.
 */
final class LaneReceiver implements Receiver {
    private static final long LEAVE_AFTER_NANOS = Duration.ofSeconds(20).toNanos();

    private final Address.DelayLane lane;
    private final KafkaTopics topics;
    private final LaneWatch watch;
    private final Function<Address.DelayLane, KafkaReceiver> join;
    private @Nullable KafkaReceiver member;
    private long seen;
    private long idleSince;
    private boolean watching;
    private boolean closed;

    LaneReceiver(
            Address.DelayLane lane,
            KafkaTopics topics,
            LaneWatch watch,
            Function<Address.DelayLane, KafkaReceiver> join) {
        this.lane = lane;
        this.topics = topics;
        this.watch = watch;
        this.join = join;
    }

    @Override
    public List<WireDelivery> receive(int max, Duration wait) throws Exception {
        KafkaReceiver open = member;
        if (open == null) {
            if (!watching && topics.isThere(lane)) {
                watching = true;
                watch.add(lane);
            }
            if (watching && watch.end(lane) > seen) {
                seen = watch.end(lane);
                idleSince = System.nanoTime();
                member = join.apply(lane);
            }
            // The engine comes back soon: nobody waits at a lane.
            return List.of();
        }
        List<WireDelivery> received = open.receive(max, wait);
        long end = watch.end(lane);
        if (!received.isEmpty() || !open.isIdle() || end > seen) {
            seen = end;
            idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince > LEAVE_AFTER_NANOS) {
            member = null;
            open.close();
        }
        return received;
    }

    /** Nobody waits at a lane. */
    @Override
    public void wakeup() {}

    @Override
    public void accept(List<? extends WireDelivery> deliveries) {
        KafkaReceiver open = member;
        if (open != null) {
            open.accept(deliveries);
        }
    }

    @Override
    public void release(List<? extends WireDelivery> deliveries, Duration delay) {
        throw new UnsupportedOperationException("a log releases nothing, see Capabilities.releases");
    }

    @Override
    public void giveBack(List<? extends WireDelivery> deliveries) {
        KafkaReceiver open = member;
        if (open != null) {
            open.giveBack(deliveries);
        }
    }

    /** Nothing to do: loans do not run out. */
    @Override
    public void renew(List<? extends WireDelivery> deliveries) {}

    /** Nothing to do: what waits in a lane is not attempted. */
    @Override
    public boolean hold(WireDelivery delivery, int attemptsMade) {
        return false;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (watching) {
                watch.remove(lane);
            }
            KafkaReceiver open = member;
            member = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
