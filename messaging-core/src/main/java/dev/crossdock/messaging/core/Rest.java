package dev.crossdock.messaging.core;

import dev.crossdock.messaging.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a thread does between two attempts. */
public final class Rest {
    private Rest() {}

    /** Waits for so long. */
    public static void of(Duration pause, TimeSource time) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        TimeSource.Alarm alarm = time.schedule(pause, over::countDown);
        try {
            // Somebody waits for this call: real time bounds what the alarm ends.
            boolean unused = over.await(pause.toMillis() + 1, TimeUnit.MILLISECONDS);
        } finally {
            alarm.cancel();
        }
    }
}
