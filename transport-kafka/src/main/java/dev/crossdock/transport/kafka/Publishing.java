package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.SendListener;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Sends messages with the transport's one producer, and translates the answers. Thread-safe. */
final class Publishing {
    private final KafkaTopics topics;
    private final MessageSize size;
    private final Producer producer;
    private final ExecutorService elsewhere;

    Publishing(KafkaTopics topics, MessageSize size, Producer producer) {
        this.topics = topics;
        this.size = size;
        this.producer = producer;
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "crossdock-kafka-send");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        this.elsewhere = one;
    }

    void send(Address to, List<WireMessage> messages, SendListener listener) {
        if (!producer.isCallingBack()) {
            sendHere(to, messages, listener);
            return;
        }
        // The producer's own thread, in the callback of another message: were it to wait for room, nobody would make
        // any.
        try {
            elsewhere.execute(() -> sendHere(to, messages, listener));
        } catch (RejectedExecutionException e) {
            rejectAll(messages, listener, Producer.closed());
        }
    }

    /** Ends as unknown what has no answer yet. */
    void close() {
        producer.close();
        elsewhere.shutdown();
    }

    private void sendHere(Address to, List<WireMessage> messages, SendListener listener) {
        String topic;
        try {
            topic = topics.require(to).name();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            rejectAll(messages, listener, e);
            return;
        }
        for (int i = 0; i < messages.size(); i++) {
            WireMessage message = messages.get(i);
            MessagingException problem = size.problem(message);
            if (problem != null) {
                listener.rejected(i, problem);
            } else {
                send(to, topic, message, listener, i);
            }
        }
    }

    private void send(Address to, String topic, WireMessage message, SendListener listener, int index) {
        while (true) {
            KafkaProducer<byte[], byte[]> client = null;
            try {
                client = producer.get();
                var unused = client.send(WireRecords.toRecord(topic, message), new Answer(client, to, listener, index));
                return;
            } catch (RuntimeException e) {
                // It throws before it has taken the record, and then it does not call back.
                boolean replaced = client != null && !producer.isClosed() && producer.get() != client;
                if (!replaced) {
                    listener.rejected(index, producer.isClosed() ? Producer.closed() : e);
                    return;
                }
            }
        }
    }

    private static void rejectAll(List<WireMessage> messages, SendListener listener, Throwable cause) {
        for (int i = 0; i < messages.size(); i++) {
            listener.rejected(i, cause);
        }
    }

    private final class Answer implements Callback {
        private final KafkaProducer<byte[], byte[]> client;
        private final Thread caller = Thread.currentThread();
        private final Address to;
        private final SendListener listener;
        private final int index;

        Answer(KafkaProducer<byte[], byte[]> client, Address to, SendListener listener, int index) {
            this.client = client;
            this.to = to;
            this.listener = listener;
            this.index = index;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            // On the sending thread it is the client that did not take the record; brokers answer on another one.
            boolean notTaken = Thread.currentThread() == caller;
            if (!notTaken) {
                producer.callingBack();
            }
            if (failure == null) {
                listener.confirmed(index);
                return;
            }
            if (failure instanceof UnknownTopicOrPartitionException) {
                topics.forget(to);
            }
            if (KafkaErrors.endsProducer(failure)) {
                producer.replace(client);
            }
            if (notTaken || KafkaErrors.rejects(failure)) {
                listener.rejected(index, failure);
            } else {
                listener.unknown(index, failure);
            }
        }
    }

    /** The one producer of a transport; another one takes its place when it has met something it cannot get over. */
    static final class Producer {
        private final ClientProperties properties;
        private final Object lock = new Object();
        private volatile @Nullable KafkaProducer<byte[], byte[]> current;
        private volatile @Nullable Thread callsBack;
        private volatile boolean closed;

        Producer(ClientProperties properties) {
            this.properties = properties;
        }

        KafkaProducer<byte[], byte[]> get() {
            KafkaProducer<byte[], byte[]> open = current;
            if (open != null) {
                return open;
            }
            synchronized (lock) {
                if (closed) {
                    throw closed();
                }
                if (current == null) {
                    current = new KafkaProducer<>(properties.producer());
                }
                return java.util.Objects.requireNonNull(current);
            }
        }

        boolean isClosed() {
            return closed;
        }

        boolean isCallingBack() {
            return Thread.currentThread() == callsBack;
        }

        void callingBack() {
            if (callsBack != Thread.currentThread()) {
                callsBack = Thread.currentThread();
            }
        }

        void replace(KafkaProducer<byte[], byte[]> dead) {
            synchronized (lock) {
                if (current != dead) {
                    return;
                }
                current = null;
            }
            dead.close(java.time.Duration.ZERO);
        }

        void close() {
            KafkaProducer<byte[], byte[]> last;
            synchronized (lock) {
                closed = true;
                last = current;
                current = null;
            }
            if (last != null) {
                // The engine has waited for answers; what has none now is not waited for again.
                last.close(java.time.Duration.ofMillis(100));
            }
        }

        static MessagingException closed() {
            return new MessagingException(ErrorCode.CLOSED, "The connection to Kafka was closed; nothing was sent");
        }
    }
}
