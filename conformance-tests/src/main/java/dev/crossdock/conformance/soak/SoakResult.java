package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.Outcome;
import java.util.List;
import java.util.Map;

/**
 * What a soak has come to.
 *
 * @param transport which transport
 * @param mode in which mode
 * @param broker on which broker
 * @param outcome PASS, FAIL if something did not hold, UNKNOWN if a fault was not seen or too little happened
 * @param plan what was asked for
 * @param options the options with which it is repeated
 * @param seconds how long it took, without the judgement
 * @param confirmed messages that were confirmed
 * @param unknown publishes whose outcome was unknown
 * @param rejected publishes that were rejected
 * @param deliveries handlers that were begun, in all groups
 * @param failures handlers that failed
 * @param again messages that were handled well more than once, by group; each has an explanation or there is an offence
 * @param deadLetters dead letters at the end, by group
 * @param deadLetterCopies how many copies of those there are besides, as the witness sees them
 * @param redriven dead letters that went back
 * @param brokerKills kills of the broker that were seen
 * @param consumerKills kills of consumers that were seen
 * @param cuts breaks of the way to the broker that were seen
 * @param resumedMedianMillis time until a group consumed again after the broker was healthy, of all kills and groups
 * @param resumedWorstMillis the longest
 * @param claims what each group claims and was held to
 * @param offences what did not hold, the first of each kind
 * @param offencesByRule how many there were
 * @param undecided why nothing can be said, if so
 * @param faults all faults in order
 * @param megabytes the memory in use when the judgement was over
 */
public record SoakResult(
        String transport,
        String mode,
        String broker,
        Outcome outcome,
        SoakPlan plan,
        String options,
        long seconds,
        int confirmed,
        int unknown,
        int rejected,
        int deliveries,
        int failures,
        Map<String, Integer> again,
        Map<String, Integer> deadLetters,
        Map<String, Integer> deadLetterCopies,
        int redriven,
        int brokerKills,
        int consumerKills,
        int cuts,
        long resumedMedianMillis,
        long resumedWorstMillis,
        Map<String, String> claims,
        List<String> offences,
        Map<String, Integer> offencesByRule,
        List<String> undecided,
        List<Witnessed> faults,
        long megabytes) {}
