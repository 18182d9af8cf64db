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
    private int handled;
    private int deadLettered;
    private int endingsSinceRedrive;
    private int endings;
    private boolean mayComeAgain = true;
    private boolean openExplained;
    private int copies;

    void add(Event event) {
        events.add(event);
        switch (event.kind()) {
            case START -> start(event);
            case OK -> {
                open = null;
                handled++;
                end();
            }
            case FAILED, ABANDONED -> {
                open = null;
                mayComeAgain = true;
            }
            case DEAD_LETTERED -> {
                deadLettered++;
                end();
            }
            case DISCARDED -> end();
            case REDRIVEN -> {
                mayComeAgain = true;
                startsSinceRedrive = 0;
                endingsSinceRedrive = 0;
            }
            case LEASE_LOST -> {
                mayComeAgain = true;
                openExplained = true;
            }
            case EFFECT -> effects++;
            case DUPLICATE -> {}
            default -> throw new IllegalArgumentException("not about a delivery: " + event);
        }
    }

    /** The member is gone: what it had, settled or not as it may be, comes again. */
    void crashed(Event crash) {
        boolean here = events.stream().anyMatch(event -> event.member().equals(crash.member()));
        if (here) {
            events.add(crash);
            mayComeAgain = true;
            openExplained = true;
        }
    }

    /** The id was published so many times on purpose: each of them may be delivered. */
    void published(int times) {
        copies = times;
    }

    private void start(Event event) {
        if (firstStart == null) {
            firstStart = event;
        }
        starts++;
        startsSinceRedrive++;
        if (open != null && !openExplained) {
            unexplained.add("delivery " + starts + " began while another one was open");
        } else if (open == null && !mayComeAgain && starts > copies) {
            unexplained.add("delivery " + starts + " came though the one before had ended well");
        }
        if (event.attempt() != startsSinceRedrive && copies <= 1) {
            wrongAttempts.add("delivery " + startsSinceRedrive + " said attempt " + event.attempt());
        }
        open = event;
        openExplained = false;
        mayComeAgain = false;
    }

    private void end() {
        endings++;
        endingsSinceRedrive++;
        mayComeAgain = false;
    }

    List<Event> events() {
        return events;
    }

    List<String> unexplained() {
        return unexplained;
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
        return endings > 0;
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
