package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.TimeSource.Alarm;
import dev.crossdock.messaging.core.Pauses;
import dev.crossdock.messaging.spi.Capabilities;
import dev.crossdock.messaging.spi.ReceiverOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sessions of one consumer; while the broker is away, again and again with growing pauses. The pump's thread's
 * alone, but for {@link #stop} and {@link #trouble}.
 */
final class Connector {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Membership<?> member;
    private volatile boolean stopped;
    private volatile @Nullable Throwable trouble;
    private CountDownLatch pause = new CountDownLatch(0);

    Connector(Membership<?> member) {
        this.member = member;
    }

    /**
     * Opens one session.
     *
     * @param alone whether each message is to be handled with nothing else in hand
     */
    static Session connect(Membership<?> member, boolean alone) throws Exception {
        Capabilities broker = member.engine().transport().capabilities();
        Session session = new Session(broker.releases() && broker.countsDeliveries(), alone, member::lost);
        ReceiverOptions options = new ReceiverOptions(
                member.settings().ordering(),
                member.settings().lease(),
                alone ? 1 : member.settings().prefetch(),
                session);
        session.open(member.engine().transport().open(member.inbox(), options));
        return session;
    }

    /** Gets the broker back after a failure; {@code null} if the consumer is closed meanwhile. */
    @Nullable Session reconnect(Throwable failure, boolean alone) {
        Throwable last = failure;
        trouble = last;
        if (!stopped) {
            member.engine().events().emit(new MessagingEvent.ConnectionLost(member.topic(), member.group(), failure));
        }
        Duration next = FIRST_PAUSE;
        while (!stopped) {
            try {
                rest(next);
                if (stopped) {
                    return null;
                }
                Groundwork.mend(member, last);
                Session session = connect(member, alone);
                trouble = null;
                member.engine().events().emit(new MessagingEvent.ConnectionRestored(member.topic(), member.group()));
                return session;
            } catch (Exception | Error e) {
                last = e;
                trouble = e;
                next = Pauses.doubled(next, LONGEST_PAUSE);
            }
        }
        return null;
    }

    /** Any thread: tries no more. */
    void stop() {
        stopped = true;
        synchronized (this) {
            pause.countDown();
        }
    }

    /** Any thread: why there is no session at the moment, if there is none. */
    @Nullable Throwable trouble() {
        return trouble;
    }

    private void rest(Duration length) {
        CountDownLatch over = new CountDownLatch(1);
        synchronized (this) {
            pause = over;
        }
        Alarm alarm = member.engine().time().schedule(length, over::countDown);
        try {
            while (!stopped && over.getCount() > 0) {
                over.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a native client by mistake; the flag decides.
        } finally {
            alarm.cancel();
        }
    }
}
