package dev.crossdock.messaging.core.consume;

import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.TimeSource.Alarm;
import dev.crossdock.messaging.core.RepeatingAlarm;
import java.time.Duration;

/**
 * Extends the loans of what is in hand several times per lease, for as long as its handler may take. An alarm says when, the
 * pump does it, whose thread is the only one that touches the receiver.
 */
final class Renewals {
    private static final int PER_LEASE = 3;

    private final Membership<?> member;
    private final Runnable wakePump;
    private volatile boolean due;

    Renewals(Membership<?> member, Runnable wakePump) {
        this.member = member;
        this.wakePump = wakePump;
    }

    /** Until the alarm is cancelled. */
    Alarm schedule() {
        return new RepeatingAlarm(member.engine().time(), tick(), () -> {
            due = true;
            wakePump.run();
        });
    }

    boolean areDue() {
        return due;
    }

    void renewIfDue(Session current) {
        if (due) {
            due = false;
            current.renew(most(), this::stalled);
        }
    }

    /** From one to the next. */
    Duration tick() {
        return member.settings().lease().dividedBy(PER_LEASE);
    }

    private int most() {
        Duration limit = member.settings().maxHandlerTime();
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit.toNanos() / tick().toNanos()));
    }

    private void stalled(InFlight message) {
        member.engine()
                .events()
                .emit(new MessagingEvent.HandlerStalled(
                        member.topic(),
                        member.group(),
                        message.id,
                        member.settings().maxHandlerTime()));
    }
}
