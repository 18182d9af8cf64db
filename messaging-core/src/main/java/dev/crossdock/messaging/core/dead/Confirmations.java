package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.spi.SendListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Collects the answers to messages that were sent together. Thread-safe. */
final class Confirmations implements SendListener {
    // Empty: confirmed.
    private final AtomicReferenceArray<@Nullable Optional<MessagingException>> answers;
    private final CountDownLatch open;

    Confirmations(int size) {
        answers = new AtomicReferenceArray<>(size);
        open = new CountDownLatch(size);
    }

    @Override
    public void confirmed(int index) {
        answered(index, Optional.empty());
    }

    @Override
    public void rejected(int index, Throwable cause) {
        answered(index, Optional.of((MessagingException) cause));
    }

    @Override
    public void unknown(int index, Throwable cause) {
        rejected(index, cause);
    }

    /** Waits for all of them, and does something meanwhile, again and again. */
    void await(Duration every, Runnable meanwhile) throws InterruptedException {
        // The machine's clock only decides how often something harmless is done; the sender ends the wait.
        while (!open.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
            meanwhile.run();
        }
    }

    /** Whether the broker has stored it, as far as is known now. */
    boolean isConfirmed(int index) {
        Optional<MessagingException> answer = answers.get(index);
        return answer != null && answer.isEmpty();
    }

    /** Why it was not stored, or may not have been; empty if it was or nothing is known yet. */
    Optional<MessagingException> failure(int index) {
        Optional<MessagingException> answer = answers.get(index);
        return answer == null ? Optional.empty() : answer;
    }

    private void answered(int index, Optional<MessagingException> answer) {
        answers.set(index, answer);
        open.countDown();
    }
}
