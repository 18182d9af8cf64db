package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireHeaders;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What the broker does with messages that one connection sends: it checks, stores and answers. Thread-safe. */
final class Intake {
    private final InMemoryBroker broker;
    private final MessageLimits limits;
    private final Duration maxDelay;

    Intake(InMemoryBroker broker, MessageLimits limits, Duration maxDelay) {
        this.broker = broker;
        this.limits = limits;
        this.maxDelay = maxDelay;
    }

    void take(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        Destination destination = broker.objects().find(to);
        if (destination == null) {
            rejectAll(messages, listener, broker.missing("send to", to));
        } else if (delay.compareTo(maxDelay) > 0) {
            rejectAll(
                    messages,
                    listener,
                    new MessagingException(
                            ErrorCode.UNSUPPORTED,
                            "Wanted to send with a delay of " + delay + ", possible is " + maxDelay));
        } else if (areAllFine(messages)) {
            store(to, destination, messages, delay, listener, i -> i);
        } else {
            storeWhatIsFine(to, destination, messages, delay, listener);
        }
    }

    private static void rejectAll(List<WireMessage> messages, SendListener listener, MessagingException problem) {
        for (int i = 0; i < messages.size(); i++) {
            listener.rejected(i, problem);
        }
    }

    private boolean areAllFine(List<WireMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            WireMessage message = messages.get(i);
            if (!limits.allow(message) || message.headers().get(WireHeaders.ID) == null) {
                return false;
            }
        }
        return true;
    }

    private void storeWhatIsFine(
            Address to, Destination destination, List<WireMessage> messages, Duration delay, SendListener listener) {
        List<WireMessage> fine = new ArrayList<>(messages.size());
        int[] indexes = new int[messages.size()];
        for (int i = 0; i < messages.size(); i++) {
            MessagingException tooLarge = limits.problem(messages.get(i));
            if (tooLarge == null) {
                indexes[fine.size()] = i;
                fine.add(broker.withId(messages.get(i)));
            } else {
                listener.rejected(i, tooLarge);
            }
        }
        if (!fine.isEmpty()) {
            store(to, destination, fine, delay, listener, i -> indexes[i]);
        }
    }

    private static void store(
            Address to,
            Destination destination,
            List<WireMessage> messages,
            Duration delay,
            SendListener listener,
            IntUnaryOperator index) {
        int stored = destination.store(messages, BrokerClock.nanos(delay));
        for (int i = 0; i < stored; i++) {
            listener.confirmed(index.applyAsInt(i));
        }
        for (int i = stored; i < messages.size(); i++) {
            listener.rejected(
                    index.applyAsInt(i),
                    new MessagingException(
                            ErrorCode.OVERLOADED,
                            "Wanted to send to the " + to.inWords()
                                    + ", found no more room in it; possible are as many messages as max-queue-messages"
                                    + " said when it was made"));
        }
    }
}
