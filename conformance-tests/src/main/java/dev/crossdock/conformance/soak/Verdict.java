package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.Outcome;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.conformance.history.Event;
import dev.crossdock.conformance.history.HistoryChecker;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.history.Offence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is made of everything that was found. */
record Verdict(
        TransportIdentity identity,
        SoakPlan plan,
        Map<String, String> claims,
        List<Witnessed> faults,
        List<String> found,
        List<String> open) {
    private static final int TOLD = 60;
    private static final long RESUMES_WITHIN_MILLIS = 10_000;

    /** Judges, and writes the result down. */
    SoakResult of(Site site, Cast cast, Effects effects, Sweep sweep, long seconds) throws Exception {
        List<Event> history = site.history().events();
        List<String> offences = new ArrayList<>(found);
        List<String> undecided = new ArrayList<>(open);
        Map<String, Integer> byRule = new TreeMap<>();
        long began = System.nanoTime();
        List<Offence> broken = HistoryChecker.check(
                history, site.books().claims(), site.books().tally());
        Soak.say("judged " + history.size() + " events in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        for (Offence offence : broken) {
            byRule.merge(offence.rule().name(), 1, Integer::sum);
            offences.add(offence.rule() + ": " + offence.message());
        }
        offences.addAll(
                EffectRules.ofTheInbox(effects.counts(), cast, site.progress().confirmedNumbers()));
        offences.addAll(EffectRules.ofClaims(history, "once", frozen()));
        List<Long> resumed = Figures.resumed(faults);
        judgeFaults(site, offences, undecided);
        long used = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1_000_000;
        SoakResult result = new SoakResult(
                identity.transport(),
                identity.mode(),
                identity.broker(),
                offences.isEmpty() ? undecided.isEmpty() ? Outcome.PASS : Outcome.UNKNOWN : Outcome.FAIL,
                plan,
                plan.options(),
                seconds,
                site.progress().confirmed(),
                site.progress().count(Kind.UNKNOWN),
                site.progress().count(Kind.REJECTED),
                site.progress().count(Kind.START),
                site.progress().count(Kind.FAILED),
                Figures.handledAgain(history),
                sweep.deadLetters(),
                sweep.copies(),
                site.progress().count(Kind.REDRIVEN),
                Figures.seen(faults, blow -> blow == Blow.BROKER_KILL),
                Figures.seen(faults, blow -> blow == Blow.CONSUMER_KILL),
                Figures.seen(faults, Blow::isOfTheLink),
                resumed.isEmpty() ? -1 : resumed.get(resumed.size() / 2),
                resumed.isEmpty() ? -1 : resumed.get(resumed.size() - 1),
                claims,
                offences.subList(0, Math.min(TOLD, offences.size())),
                byRule,
                undecided,
                faults,
                used);
        Soak.say("written to " + SoakLog.write(result));
        SoakLog.timelines(identity.mode(), broken, history);
        return result;
    }

    private void judgeFaults(Site site, List<String> offences, List<String> undecided) {
        List<PlannedFault> planned = Schedule.of(plan);
        if (faults.size() < planned.size()) {
            undecided.add((planned.size() - faults.size()) + " of " + planned.size() + " faults were not made");
        }
        if (site.progress().confirmed() < plan.messages()) {
            undecided.add("wanted " + plan.messages() + " confirmed messages, found "
                    + site.progress().confirmed());
        }
        for (Witnessed witnessed : faults) {
            if (!witnessed.seen()) {
                undecided.add("not seen: " + witnessed.fault() + ", " + witnessed.evidence());
            }
            if (witnessed.fault().blow() == Blow.BROKER_KILL) {
                judgeRecovery(site, witnessed, offences);
            }
        }
    }

    private static void judgeRecovery(Site site, Witnessed kill, List<String> offences) {
        for (String group : site.groups()) {
            Long millis = kill.resumedMillis().get(group);
            if (millis == null || millis > RESUMES_WITHIN_MILLIS) {
                offences.add("SLOW_RECOVERY: " + group + " wanted to consume within " + RESUMES_WITHIN_MILLIS
                        + " ms of the broker's health, found " + (millis == null ? "nothing at all" : millis + " ms")
                        + " at " + kill.fault());
            }
        }
    }

    private Set<String> frozen() {
        Set<String> members = new HashSet<>();
        for (Witnessed witnessed : faults) {
            if (witnessed.fault().blow() == Blow.CONSUMER_FREEZE) {
                members.add(witnessed.evidence().split(" ", 2)[0]);
            }
        }
        return members;
    }
}
