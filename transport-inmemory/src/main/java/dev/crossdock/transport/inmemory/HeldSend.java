package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A send to a paused broker. It is answered once: when it is performed, or before when its connection ends. */
final class HeldSend implements Gate.Request {
    private static final SendListener NOBODY = new SendListener() {
        @Override
        public void confirmed(int index) {}

        @Override
        public void rejected(int index, Throwable cause) {}

        @Override
        public void unknown(int index, Throwable cause) {}
    };

    private final InMemoryTransport owner;
    private final Intake intake;
    private final Address to;
    private final List<WireMessage> messages;
    private final Duration delay;
    private final SendListener listener;
    private final AtomicBoolean unanswered = new AtomicBoolean(true);

    HeldSend(
            InMemoryTransport owner,
            Intake intake,
            Address to,
            List<WireMessage> messages,
            Duration delay,
            SendListener listener) {
        this.owner = owner;
        this.intake = intake;
        this.to = to;
        this.messages = List.copyOf(messages);
        this.delay = delay;
        this.listener = listener;
    }

    @Override
    public Object owner() {
        return owner;
    }

    @Override
    public void perform() {
        intake.take(to, messages, delay, unanswered.getAndSet(false) ? listener : NOBODY);
    }

    @Override
    public void abandon() {
        if (!unanswered.getAndSet(false)) {
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            listener.unknown(
                    i,
                    new MessagingException(
                            ErrorCode.OUTCOME_UNKNOWN,
                            "Wanted the broker's answer, found that the connection ended before it came"));
        }
    }
}
