package dev.crossdock.conformance.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that the deliveries of one message in one group have said.
 *
 * <p>The n-th delivery says attempt n, or more if members have crashed meanwhile, because most brokers count what was
 * fetched. It says less only if whoever had counted was broken: the broker, or the process for attempts in place.
 */
final class Attempts {
    private final List<String> wrong = new ArrayList<>();
    private final List<Long> startedAt = new ArrayList<>(1);
    private @Nullable String lastStarter;
    private int startsInARow;
    private int mayBeForgotten;
    private int crashesOfGroup;
    private int crashesUnderAHandler;
    private int crashesAccountedFor;
    private int countedUnbegun;

    /** So many members of the group have crashed by now: each may have fetched the message without beginning it. */
    void crashesOfGroup(int crashes) {
        crashesOfGroup = crashes;
    }

    /** A handler had it when its process or its broker was broken: that delivery counts once, begun or not. */
    void crashedUnderAHandler() {
        crashesUnderAHandler++;
    }

    /** The process is gone, and with it the attempts that it made in place, all but the one that the broker counted. */
    void forgottenBy(String member) {
        if (member.equals(lastStarter)) {
            mayBeForgotten += startsInARow - 1;
        }
    }

    /** The broker may have forgotten the deliveries since. */
    void forgottenSince(long nanos) {
        mayBeForgotten = (int) startedAt.stream().filter(at -> at >= nanos).count();
    }

    /** The delivery that was just begun had been lost, and counted perhaps, before. */
    void lastMayBeForgotten() {
        mayBeForgotten++;
    }

    /**
     * A delivery says an attempt.
     *
     * @param alone whether it is the only copy; nobody can tell the attempts of several apart
     */
    void started(Event start, boolean alone) {
        startedAt.add(start.nanos());
        startsInARow = start.member().equals(lastStarter) ? startsInARow + 1 : 1;
        lastStarter = start.member();
        int mayCountUnbegun = Math.max(0, crashesOfGroup - crashesAccountedFor - crashesUnderAHandler);
        crashesAccountedFor = crashesOfGroup;
        crashesUnderAHandler = 0;
        int starts = startedAt.size();
        int unbegun = start.attempt() - starts;
        if (unbegun >= countedUnbegun && unbegun <= countedUnbegun + mayCountUnbegun) {
            countedUnbegun = unbegun;
        } else if (unbegun < countedUnbegun && unbegun >= countedUnbegun - mayBeForgotten) {
            mayBeForgotten -= countedUnbegun - unbegun;
            countedUnbegun = unbegun;
        } else if (alone) {
            wrong.add("delivery " + starts + " said attempt " + start.attempt());
        }
    }

    /** It begins anew. */
    void redriven() {
        startedAt.clear();
        lastStarter = null;
        mayBeForgotten = 0;
        countedUnbegun = 0;
    }

    List<String> wrong() {
        return wrong;
    }
}
