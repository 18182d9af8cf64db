package dev.crossdock.transport.pulsar;

import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Producer;

/** Sends messages, each address by a producer of its own, and translates the answers. Thread-safe. */
final class Publishing {
    private final Provisioner provisioner;
    private final Producers producers;
    private final MessageSize size;
    private final Set<Thread> callBack = ConcurrentHashMap.newKeySet();
    private final ExecutorService elsewhere;
    private volatile boolean closed;

    Publishing(Provisioner provisioner, Producers producers, MessageSize size) {
        this.provisioner = provisioner;
        this.producers = producers;
        this.size = size;
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "crossdock-pulsar-send");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        this.elsewhere = one;
    }

    void send(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        if (!callBack.contains(Thread.currentThread())) {
            sendHere(to, messages, delay, listener);
            return;
        }
        // One of the client's own threads, in the callback of another message: were it to wait for an answer, nobody
        // would read it.
        try {
            elsewhere.execute(() -> sendHere(to, messages, delay, listener));
        } catch (RejectedExecutionException e) {
            rejectAll(messages, listener, Producers.closed());
        }
    }

    /** Refuses whatever comes from now on. What is unanswered ends with the client. */
    void close() {
        closed = true;
        elsewhere.shutdown();
    }

    private void sendHere(Address to, List<WireMessage> messages, Duration delay, SendListener listener) {
        Producer<byte[]> producer;
        try {
            if (closed) {
                throw Producers.closed();
            }
            provisioner.require(to);
            producer = producers.to(to);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            rejectAll(messages, listener, e);
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            send(to, producer, messages.get(i), delay, listener, i);
        }
    }

    private static void rejectAll(List<WireMessage> messages, SendListener listener, Throwable cause) {
        for (int i = 0; i < messages.size(); i++) {
            listener.rejected(i, cause);
        }
    }

    private void send(
            Address to,
            Producer<byte[]> producer,
            WireMessage message,
            Duration delay,
            SendListener listener,
            int index) {
        Thread caller = Thread.currentThread();
        try {
            MessagingException problem = size.problem(message);
            if (problem != null) {
                listener.rejected(index, problem);
                return;
            }
            var unused = WireFormat.toPulsar(producer, message, delay)
                    .sendAsync()
                    .whenComplete((id, failure) -> {
                        // By the caller itself, if the answer was quicker.
                        if (Thread.currentThread() != caller) {
                            callBack.add(Thread.currentThread());
                        }
                        if (failure == null) {
                            listener.confirmed(index);
                        } else {
                            failed(to, producer, failure, listener, index);
                        }
                    });
        } catch (RuntimeException e) {
            // It throws before it has taken the message.
            listener.rejected(index, e);
        }
    }

    private void failed(Address to, Producer<byte[]> producer, Throwable failure, SendListener listener, int index) {
        if (PulsarErrors.endsProducer(failure)) {
            provisioner.forget(to);
            producers.forget(to, producer);
        }
        if (PulsarErrors.rejects(failure)) {
            listener.rejected(index, failure);
        } else {
            listener.unknown(index, failure);
        }
    }
}
