package dev.crossdock.conformance.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which fault comes when: a pure function of the plan, by progress and not by the clock, so that it comes again wherever it
 * is played.
 */
final class Schedule {
    private static final Blow[] LINK_BLOWS = {
        Blow.LINK_RESET,
        Blow.LINK_CUT,
        Blow.LINK_HOLD_REQUESTS,
        Blow.LINK_BREAK_REQUEST,
        Blow.LINK_HOLD_ANSWERS,
        Blow.LINK_BREAK_ANSWER
    };
    private static final double FIRST = 0.04;
    private static final double LAST = 0.95;

    private Schedule() {}

    static List<PlannedFault> of(SoakPlan plan) {
        Random random = new Random(plan.seed());
        List<Blow> blows = new ArrayList<>();
        blows.addAll(Collections.nCopies(plan.brokerKills(), Blow.BROKER_KILL));
        blows.addAll(Collections.nCopies(plan.brokerPauses(), Blow.BROKER_PAUSE));
        blows.addAll(Collections.nCopies(plan.consumerKills(), Blow.CONSUMER_KILL));
        blows.addAll(Collections.nCopies(plan.freezes(), Blow.CONSUMER_FREEZE));
        blows.addAll(Collections.nCopies(plan.replacements(), Blow.CONSUMER_REPLACE));
        for (int i = 0; i < plan.cuts(); i++) {
            blows.add(LINK_BLOWS[i % LINK_BLOWS.length]);
        }
        Collections.shuffle(blows, random);
        // Spread among the others, and late: there have to be dead letters.
        for (int i = 0; i < plan.redrives(); i++) {
            int half = blows.size() / 2;
            blows.add(half + random.nextInt(blows.size() - half + 1), Blow.REDRIVE);
        }
        List<PlannedFault> faults = new ArrayList<>();
        double step = (LAST - FIRST) * plan.messages() / Math.max(1, blows.size());
        int redrives = 0;
        for (int i = 0; i < blows.size(); i++) {
            int at = (int) (FIRST * plan.messages() + (i + random.nextDouble() / 2) * step);
            Blow blow = blows.get(i);
            int target = blow == Blow.REDRIVE ? redrives++ : random.nextInt(1_000);
            faults.add(new PlannedFault(at, blow, target, amount(blow, random)));
        }
        return List.copyOf(faults);
    }

    private static int amount(Blow blow, Random random) {
        return switch (blow) {
            case BROKER_KILL -> random.nextInt(1_500);
            case BROKER_PAUSE, LINK_CUT, LINK_HOLD_REQUESTS, LINK_HOLD_ANSWERS -> 500 + random.nextInt(2_500);
            case LINK_BREAK_REQUEST, LINK_BREAK_ANSWER -> 1 + random.nextInt(20_000);
            default -> 0;
        };
    }
}
