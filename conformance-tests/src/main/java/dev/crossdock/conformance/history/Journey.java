package dev.crossdock.conformance.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What happened to one message id in one group. */
final class Journey {
    /** A loan may end between a worker's taking the message and the start of its handler. */
    private static final long LOST_BEFORE_START_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Event> events = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private final Attempts attempts = new Attempts();
    private @Nullable Event firstStart;
    private @Nullable Event open;
    private @Nullable Event lossAhead;
    private int starts;
    private int effects;
    private int absorbed;
    private int redrivesAhead;
    private int overlaps;
    private int losses;
    private @Nullable Kind lastEnd;
    private int endingsSinceRedrive;
    private int endings;
    private int goneWell;
    private boolean endedWell;
    private boolean mayComeAgain = true;
    private boolean openExplained;
    private boolean fetchedBeforeAFault;
    private boolean perhapsDead;
    private boolean endedUnderFault;
    private long lastEndAt;
    private int copiesThatMayComeAgain;
    private int faultsSeen;
    private int copies;

    void add(Event event) {
        events.add(event);
        switch (event.kind()) {
            case START -> start(event);
            case OK -> {
                // A loan that was lost meanwhile cannot be settled any more, however well its handler ends.
                boolean comesAgain = open != null && openExplained;
                open = null;
                end(event);
                mayComeAgain = comesAgain;
            }
            case FAILED, ABANDONED -> {
                open = null;
                endedWell = false;
                mayComeAgain = true;
            }
            case DEAD_LETTERED -> {
                end(event);
            }
            case DISCARDED -> end(event);
            case REDRIVEN -> {
                if (redrivesAhead > 0) {
                    // The message was quicker than the word of it.
                    redrivesAhead--;
                } else {
                    redriven();
                }
            }
            case PERHAPS_DEAD -> perhapsDead = true;
            case LEASE_LOST -> {
                // Whoever has lost a loan may learn of it after somebody else has it.
                if (overlaps > 0) {
                    overlaps--;
                } else {
                    // One that was not needed to explain what comes next may be the loss of that.
                    lossAhead = mayComeAgain && open == null ? event : null;
                    losses++;
                    mayComeAgain = true;
                    openExplained = true;
                }
            }
            case EFFECT -> effects++;
            case DUPLICATE -> absorbed++;
            default -> throw new IllegalArgumentException("not about a delivery: " + event);
        }
    }

    /**
     * The member is gone: what it had, settled or not as it may be, comes again.
     *
     * @param forgets whether the attempts that it made in place go with it, all but the one that the broker counted
     */
    void crashed(Event crash, boolean forgets) {
        boolean here = events.stream().anyMatch(event -> event.member().equals(crash.member()));
        if (here) {
            events.add(crash);
            if (open != null && open.member().equals(crash.member())) {
                attempts.crashedUnderAHandler();
            }
            mayComeAgain = true;
            openExplained = true;
            if (forgets) {
                attempts.forgottenBy(crash.member());
            }
        }
    }

    /** Something was broken, or is: a delivery that is open, or has ended since a moment, may come once more. */
    void faulted(Event event, long since, int faults) {
        boolean isOpen = open != null;
        if (isOpen || (lastEnd != null && lastEndAt >= since)) {
            boolean breaksOrMends = event.kind() == Kind.FAULT_ON || event.kind() == Kind.FAULT_OFF;
            // What was to come once more already may have been fetched, and be begun, by whoever loses it now.
            fetchedBeforeAFault |= !isOpen && mayComeAgain && event.kind() == Kind.FAULT_ON;
            if (breaksOrMends || event.kind() == Kind.BROKER_DIED) {
                events.add(event);
                if (isOpen && breaksOrMends) {
                    attempts.crashedUnderAHandler();
                }
            }
            mayComeAgain = true;
            openExplained = true;
            endedUnderFault = true;
            faultsSeen = faults;
            // Each copy that was sent may come once more.
            copiesThatMayComeAgain = Math.max(0, copies - 1);
            attempts.forgottenSince(since);
        }
    }

    /** Whether it was not there yet, or long over, when the last of so many faults came and went; asked once after each. */
    boolean isFirstAfter(int faults) {
        boolean first = faultsSeen < faults;
        faultsSeen = faults;
        return first;
    }

    /** The id was published so many times on purpose: each of them may be delivered. */
    void published(int times) {
        copies = times;
    }

    /** So many members of the group have crashed by now: each may have fetched the message without beginning it. */
    void crashesOfGroup(int crashes) {
        attempts.crashesOfGroup(crashes);
    }

    private void start(Event event) {
        if (firstStart == null) {
            firstStart = event;
        }
        boolean dead = lastEnd == Kind.DEAD_LETTERED || perhapsDead;
        // Of a message that was published twice the other may be alive.
        if (dead && event.attempt() == 1 && !mayComeAgain && (copies <= 1 || copiesLeft() < 1)) {
            redrivesAhead++;
            redriven();
        }
        starts++;
        if (open == null && endedWell && (mayComeAgain || losses > 0)) {
            // It ended well and was not gone: this is the same one once more.
            goneWell--;
        }
        endedWell = false;
        int left = copiesLeft();
        if (open != null && !openExplained) {
            if (left <= 1 && !takesItsSecondChance()) {
                overlaps++;
            }
        } else if (open == null && !mayComeAgain && losses == 0 && left < 1 && !takesItsSecondChance()) {
            unexplained.add("delivery " + starts + " came though the one before had ended well");
        }
        attempts.started(event, copies <= 1);
        if (fetchedBeforeAFault) {
            attempts.lastMayBeForgotten();
        }
        // A loan that was lost comes again once, also when whoever had it ends well before that.
        boolean lostAlready = isLossOf(event);
        if (!lostAlready) {
            losses = Math.max(0, losses - 1);
        }
        lossAhead = null;
        open = event;
        openExplained = lostAlready || fetchedBeforeAFault;
        fetchedBeforeAFault = false;
        mayComeAgain = false;
    }

    // Of a message that was published twice, two may be under way.
    private int copiesLeft() {
        return Math.max(1, copies) - goneWell;
    }

    private boolean isLossOf(Event start) {
        return lossAhead != null
                && lossAhead.member().equals(start.member())
                && start.nanos() - lossAhead.nanos() <= LOST_BEFORE_START_NANOS;
    }

    private boolean takesItsSecondChance() {
        if (copiesThatMayComeAgain == 0) {
            return false;
        }
        copiesThatMayComeAgain--;
        return true;
    }

    private void redriven() {
        perhapsDead = false;
        mayComeAgain = true;
        attempts.redriven();
        endingsSinceRedrive = 0;
        goneWell = Math.max(0, goneWell - 1);
        endedWell = false;
    }

    private void end(Event event) {
        lastEnd = event.kind();
        lastEndAt = event.nanos();
        endings++;
        goneWell++;
        endedWell = true;
        endingsSinceRedrive++;
        mayComeAgain = false;
    }

    List<Event> events() {
        return events;
    }

    List<String> unexplained() {
        List<String> all = new ArrayList<>(unexplained);
        if (overlaps > 0) {
            all.add("a delivery began while another one was open, " + overlaps + " times");
        }
        if (redrivesAhead > 0) {
            all.add("it came back from the dead letters though nobody sent it");
        }
        return all;
    }

    /** Whether something was broken while it was being handled, or just after. */
    boolean wasInAFault() {
        return endedUnderFault;
    }

    List<String> wrongAttempts() {
        return attempts.wrong();
    }

    @Nullable Event firstStart() {
        return firstStart;
    }

    int starts() {
        return starts;
    }

    int effects() {
        return effects;
    }

    boolean hasEnded() {
        return endings > 0 || absorbed > 0;
    }

    /** How often it ended since it was last redriven; more than once is too often unless a crash or a copy explains it. */
    int endings() {
        boolean explained = copies > 1 || endedUnderFault || events.stream().anyMatch(Journey::explainsSecondEnding);
        return explained ? Math.min(endingsSinceRedrive, 1) : endingsSinceRedrive;
    }

    private static boolean explainsSecondEnding(Event event) {
        return event.kind() == Kind.CRASHED || event.kind() == Kind.LEASE_LOST;
    }
}
