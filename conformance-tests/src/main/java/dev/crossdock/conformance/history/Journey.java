package dev.crossdock.conformance.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to one message id in one group. */
final class Journey {
    private final List<Event> events = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private final List<String> wrongAttempts = new ArrayList<>();
    private @Nullable Event firstStart;
    private @Nullable Event open;
    private int starts;
    private int startsSinceRedrive;
    private int effects;
    private int absorbed;
    private int redrivesAhead;
    private int overlaps;
    private int losses;
    private @Nullable Kind lastEnd;
    private int endingsSinceRedrive;
    private int endings;
    private boolean mayComeAgain = true;
    private boolean openExplained;
    private boolean perhapsDead;
    private int copies;
    private int crashesOfGroup;
    private int crashesUnderAHandler;
    private int crashesAccountedFor;
    private int countedUnbegun;

    void add(Event event) {
        events.add(event);
        switch (event.kind()) {
            case START -> start(event);
            case OK -> {
                // A loan that was lost meanwhile cannot be settled any more, however well its handler ends.
                boolean comesAgain = open != null && openExplained;
                open = null;
                end(Kind.OK);
                mayComeAgain = comesAgain;
            }
            case FAILED, ABANDONED -> {
                open = null;
                mayComeAgain = true;
            }
            case DEAD_LETTERED -> {
                end(Kind.DEAD_LETTERED);
            }
            case DISCARDED -> end(Kind.DISCARDED);
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

    /** The member is gone: what it had, settled or not as it may be, comes again. */
    void crashed(Event crash) {
        boolean here = events.stream().anyMatch(event -> event.member().equals(crash.member()));
        if (here) {
            events.add(crash);
            if (open != null && open.member().equals(crash.member())) {
                crashesUnderAHandler++;
            }
            mayComeAgain = true;
            openExplained = true;
        }
    }

    /** The id was published so many times on purpose: each of them may be delivered. */
    void published(int times) {
        copies = times;
    }

    /** So many members of the group have crashed by now: each may have fetched the message without beginning it. */
    void crashesOfGroup(int crashes) {
        crashesOfGroup = crashes;
    }

    private void start(Event event) {
        if (firstStart == null) {
            firstStart = event;
        }
        if ((lastEnd == Kind.DEAD_LETTERED || perhapsDead) && event.attempt() == 1 && !mayComeAgain) {
            redrivesAhead++;
            redriven();
        }
        starts++;
        startsSinceRedrive++;
        if (open != null && !openExplained) {
            overlaps++;
        } else if (open == null && !mayComeAgain && losses == 0 && starts > copies) {
            unexplained.add("delivery " + starts + " came though the one before had ended well");
        }
        checkAttempt(event);
        // A loan that was lost comes again once, also when whoever had it ends well before that.
        losses = Math.max(0, losses - 1);
        open = event;
        openExplained = false;
        mayComeAgain = false;
    }

    /**
     * The n-th delivery says attempt n, or more if members have crashed meanwhile, because most brokers count what was
     * fetched; never less.
     */
    private void checkAttempt(Event start) {
        int mayCountUnbegun = Math.max(0, crashesOfGroup - crashesAccountedFor - crashesUnderAHandler);
        crashesAccountedFor = crashesOfGroup;
        crashesUnderAHandler = 0;
        int unbegun = start.attempt() - startsSinceRedrive;
        if (unbegun >= countedUnbegun && unbegun <= countedUnbegun + mayCountUnbegun) {
            countedUnbegun = unbegun;
        } else if (copies <= 1) {
            wrongAttempts.add("delivery " + startsSinceRedrive + " said attempt " + start.attempt());
        }
    }

    private void redriven() {
        perhapsDead = false;
        mayComeAgain = true;
        countedUnbegun = 0;
        startsSinceRedrive = 0;
        endingsSinceRedrive = 0;
    }

    private void end(Kind how) {
        lastEnd = how;
        endings++;
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

    List<String> wrongAttempts() {
        return wrongAttempts;
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
        boolean explained = copies > 1 || events.stream().anyMatch(Journey::explainsSecondEnding);
        return explained ? Math.min(endingsSinceRedrive, 1) : endingsSinceRedrive;
    }

    private static boolean explainsSecondEnding(Event event) {
        return event.kind() == Kind.CRASHED || event.kind() == Kind.LEASE_LOST;
    }
}
