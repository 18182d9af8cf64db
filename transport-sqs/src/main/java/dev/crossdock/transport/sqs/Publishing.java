package dev.crossdock.transport.sqs;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Sends: to topics by SNS, to everything else by SQS. Thread-safe. */
final class Publishing {
    /** The longest that SQS keeps a single message back. */
    static final Duration MAX_DELAY = Duration.ofMinutes(15);

    private final Clients clients;
    private final Directory directory;
    private final int maxBytes;
    private final int maxHeaders;
    private final Tickets tickets = new Tickets();
    private final Map<Address, Road> roads = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Publishing(Clients clients, Directory directory, SqsConfig config) {
        this.clients = clients;
        this.directory = directory;
        this.maxBytes = config.maxMessageBytes();
        this.maxHeaders = config.maxHeaders();
    }

    /** The way to one target. */
    private record Road(boolean fifo, SendLane lane) {}

    void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        Road road;
        try {
            road = road(to);
            if (!delay.isZero() && !(to instanceof Address.DelayLane)) {
                throw new MessagingException(
                        ErrorCode.UNSUPPORTED,
                        "Wanted to send to the " + to.inWords() + " with a delay of " + delay
                                + ", possible is that to a delay lane");
            }
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            for (int i = 0; i < messages.size(); i++) {
                listener.rejected(i, e);
            }
            return;
        }
        // Whole seconds, and never too early.
        int seconds = (int) delay.plusNanos(999_999_999).toSeconds();
        List<Parcel> parcels = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            WireMessage message = messages.get(i);
            Parcel.Content content = content(message, i, listener);
            if (content != null) {
                String group = road.fifo() ? MessageGroups.of(message.key(), tickets) : null;
                parcels.add(new Parcel(content, i, listener, seconds, group));
            }
        }
        road.lane().add(parcels);
    }

    /** Refuses whatever comes from now on, and what has not left. */
    void close() {
        closed = true;
        roads.values().forEach(road -> road.lane().close());
    }

    /** After the clients were closed: what has no answer is unknown. */
    void abandon() {
        roads.values().forEach(road -> road.lane().abandon());
    }

    private Parcel.@Nullable Content content(WireMessage message, int index, SendListener listener) {
        if (message.body().length > maxBytes) {
            // Not even turned into text.
            listener.rejected(index, tooLarge("a body of " + message.body().length + " bytes", maxBytes));
            return null;
        }
        if (message.headers().size() > maxHeaders) {
            listener.rejected(
                    index,
                    new MessagingException(
                            ErrorCode.TOO_LARGE,
                            "Wanted to send a message with " + message.headers().size() + " headers, possible are "
                                    + maxHeaders + " (max-headers)"));
            return null;
        }
        Parcel.Content content = WireFormat.content(message);
        if (content.size() > maxBytes) {
            listener.rejected(
                    index,
                    tooLarge("a body and attributes of " + content.size() + " bytes as they are sent", maxBytes));
            return null;
        }
        return content;
    }

    private static MessagingException tooLarge(String found, int possible) {
        return new MessagingException(
                ErrorCode.TOO_LARGE,
                "Wanted to send a message with " + found + ", possible are " + possible + " (max-message-bytes)");
    }

    private Road road(Address to) throws Exception {
        Road known = roads.get(to);
        if (closed) {
            throw new MessagingException(
                    ErrorCode.CLOSED, "Wanted to send, found that this connection to SQS was closed");
        }
        if (known != null) {
            return known;
        }
        Target target;
        if (to instanceof Address.Topic topic) {
            target = new Target.OfTopic(clients.publishing(), directory.topic(topic), directory.fifo(), tickets);
        } else {
            Directory.Found queue = directory.queue((Address.Queue) to);
            target = new Target.OfQueue(clients.sending(), queue.url(), queue.fifo(), tickets);
        }
        return roads.computeIfAbsent(
                to,
                address -> new Road(
                        target.fifo(),
                        new SendLane(target, maxBytes, (lane, failure) -> lookAgain(address, lane, failure))));
    }

    /** What is gone may have been made again, elsewhere. */
    private void lookAgain(Address to, SendLane lane, Throwable failure) {
        if (NativeFailures.isMissing(failure)) {
            // Only this lane: whoever has failed later may find one that was made anew.
            roads.computeIfPresent(to, (address, road) -> {
                if (road.lane() != lane) {
                    return road;
                }
                directory.forget(to);
                return null;
            });
            lane.close(NativeFailures.unwrapped(failure));
        }
    }
}
