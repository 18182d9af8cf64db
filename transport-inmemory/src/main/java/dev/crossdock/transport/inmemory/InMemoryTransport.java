package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.Receiver;
import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.Topology;
import dev.crossdock.messaging.spi.Transport;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One connection to an {@link InMemoryBroker}. */
final class InMemoryTransport implements Transport {
    private final InMemoryBroker broker;
    private final InMemoryConfig config;
    private final Capabilities capabilities;
    private final Intake intake;
    private final Set<InMemoryReceiver> receivers = ConcurrentHashMap.newKeySet();
    private final EndReason closing;
    private volatile boolean closed;

    InMemoryTransport(InMemoryBroker broker, InMemoryConfig config) {
        this.broker = broker;
        this.closing = new EndReason(
                ErrorCode.CLOSED, "The connection to the in-memory broker '" + broker.name() + "' was closed");
        this.config = config;
        this.capabilities = config.mode().capabilities(config);
        this.intake = new Intake(
                broker, new MessageLimits(config.maxMessageBytes(), config.maxHeaders()), config.maxSendDelay());
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void provision(Address address, Topology topology) throws InterruptedException {
        request("provision the " + address.inWords());
        broker.objects().provision(address, topology, config);
    }

    @Override
    public void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        if (closed) {
            for (int i = 0; i < messages.size(); i++) {
                listener.rejected(i, closing.exception());
            }
            return;
        }
        Gate gate = broker.gate();
        if (gate.isPaused() && gate.keeps(new HeldSend(this, intake, to, messages, delay, listener))) {
            if (closed) {
                // It was closed in between, and has answered what it found then.
                gate.abandon(this);
            }
            return;
        }
        intake.take(to, messages, delay, listener);
    }

    @Override
    public Receiver open(Address.Queue queue, ReceiverOptions options) throws InterruptedException {
        request("open the " + queue.inWords());
        QueueStore store = broker.queue(queue);
        if (options.ordering() == Ordering.PER_KEY && !store.ordersPerKey()) {
            throw new MessagingException(
                    ErrorCode.UNSUPPORTED,
                    "Wanted to read the " + queue.inWords()
                            + " in order per key, found it made without; possible for an inbox that was provisioned with"
                            + " ordering PER_KEY");
        }
        store.guard().enter();
        InMemoryReceiver receiver;
        try {
            receiver = new InMemoryReceiver(this, broker.gate(), store, store.join(options), config);
            receivers.add(receiver);
        } finally {
            store.guard().leave();
        }
        if (closed) {
            receiver.drop(closing);
        }
        return receiver;
    }

    @Override
    public Optional<List<WireMessage>> browse(Address.Queue queue, int limit) throws InterruptedException {
        request("browse the " + queue.inWords());
        // As on the broker it takes after, so that the engine's own way is exercised.
        return config.mode() == Personality.PLAIN_QUEUE
                ? Optional.empty()
                : Optional.of(broker.queue(queue).peek(limit));
    }

    @Override
    public OptionalLong depth(Address.Queue queue) throws InterruptedException {
        request("count the " + queue.inWords());
        return OptionalLong.of(broker.queue(queue).depth());
    }

    @Override
    public Optional<Description> describe(Address address) throws InterruptedException {
        request("describe the " + address.inWords());
        Destination found = broker.objects().find(address);
        if (found == null) {
            throw broker.missing("describe", address);
        }
        return Optional.of(found.describe());
    }

    @Override
    public void ping() throws InterruptedException {
        request("see a sign of life");
    }

    @Override
    public ErrorCode classify(Throwable nativeFailure) {
        Throwable failure = nativeFailure;
        while ((failure instanceof ExecutionException || failure instanceof CompletionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        if (failure instanceof MessagingException own) {
            return own.code();
        }
        if (failure instanceof InterruptedException) {
            return ErrorCode.INTERRUPTED;
        }
        return failure instanceof TimeoutException ? ErrorCode.TIMEOUT : ErrorCode.INTERNAL;
    }

    @Override
    public <X> Optional<X> unwrap(Class<X> nativeType) {
        return nativeType.isInstance(broker) ? Optional.of(nativeType.cast(broker)) : Optional.empty();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        drop(closing);
        broker.disconnect(this);
    }

    /** The network is gone: for the receivers that are open and the sends that are unanswered. */
    void drop(EndReason reason) {
        broker.gate().abandon(this);
        receivers.forEach(receiver -> receiver.drop(reason));
    }

    void forget(InMemoryReceiver receiver) {
        receivers.remove(receiver);
    }

    Set<InMemoryReceiver> receivers() {
        return receivers;
    }

    private void request(String what) throws InterruptedException {
        if (closed) {
            throw closing.exception();
        }
        broker.gate().await(config.requestTimeout(), what);
        broker.checkExists();
    }
}
