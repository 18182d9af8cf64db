package dev.crossdock.messaging.core.topology;

import dev.crossdock.messaging.Ordering;
import dev.crossdock.messaging.core.retry.RetryRoute;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;

/** What expires before it was handled, or before somebody has seen it. */
final class RetentionRule implements Rule {
    private static final String CODE = "retention";

    // Over a weekend and a holiday somebody should have looked.
    private static final Duration TIME_TO_LOOK = Duration.ofDays(14);

    @Override
    public void judge(Examination examination, Findings findings) {
        for (Found found : examination.found()) {
            if (found.facts() != null) {
                found.facts().retention().ifPresent(kept -> judge(examination, found, kept, findings));
            }
        }
    }

    private static void judge(Examination examination, Found found, Duration kept, Findings findings) {
        String about = found.object().about();
        String keeps = "The broker removes after " + kept + " what nobody has settled; ";
        if (found.need().address() instanceof Address.DeadLetters) {
            String text = keeps + "dead letters that nobody looks at in this time are lost";
            if (kept.compareTo(TIME_TO_LOOK) < 0) {
                findings.warning("dead-letters-expire", about, text);
            } else {
                findings.note("dead-letters-expire", about, text);
            }
            return;
        }
        if (found.need().address() instanceof Address.DelayLane lane && kept.compareTo(lane.delay()) <= 0) {
            findings.error(CODE, about, keeps + "what waits there for " + lane.delay() + " is lost on its way");
            return;
        }
        RetryHorizon horizon = examination.horizon();
        if (!horizon.endless() && kept.compareTo(horizon.length()) >= 0) {
            return;
        }
        String retries = horizon.endless()
                ? "the retry policy goes on without end"
                : "the retries of one message take " + horizon.length();
        if (keepsItsPlace(examination)) {
            findings.error(
                    CODE,
                    about,
                    keeps + retries + ", and it keeps its place meanwhile: it can be removed before its last attempt");
        } else {
            findings.warning(
                    CODE,
                    about,
                    keeps + retries
                            + ": in an outage that these are meant to outlast, what waits behind them is removed"
                            + " without an attempt");
        }
    }

    private static boolean keepsItsPlace(Examination examination) {
        Ordering ordering = examination.settings().ordering();
        return RetryRoute.choose(
                        examination.broker(), ordering, examination.horizon().longest())
                != RetryRoute.RESEND;
    }
}
