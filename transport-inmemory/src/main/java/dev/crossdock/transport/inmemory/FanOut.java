package dev.crossdock.transport.inmemory;

import dev.crossdock.messaging.spi.Description;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A topic that keeps nothing: it gives a copy to each inbox that exists, or to none if one of them is full. Thread-safe. */
final class FanOut implements Destination {
    private final CopyOnWriteArrayList<CopyTarget> inboxes = new CopyOnWriteArrayList<>();

    void add(CopyTarget inbox) {
        inboxes.add(inbox);
    }

    void remove(QueueStore inbox) {
        inboxes.removeIf(one -> one == inbox);
    }

    @Override
    public int store(List<WireMessage> messages, long delayNanos) {
        CopyTarget[] now = inboxes.toArray(new CopyTarget[0]);
        int count = messages.size();
        for (int i = 0; i < now.length; i++) {
            int granted = now[i].capacity().take(count);
            for (int earlier = 0; earlier < i; earlier++) {
                now[earlier].capacity().free(count - granted);
            }
            count = granted;
        }
        if (count > 0) {
            for (CopyTarget inbox : now) {
                inbox.append(messages, count, delayNanos);
            }
        }
        return count;
    }

    @Override
    public Description describe() {
        return Description.builder().build();
    }
}
