package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.BrokerWitness;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.spi.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What has to be so when all is over: nothing is left anywhere but the dead letters, which are the ones that there have to
 * be, and a member that comes late finds nothing to do.
 */
final class Sweep {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int TOLD = 10;

    private final Site site;
    private final Cast cast;
    private final List<String> offences = new ArrayList<>();
    private final Map<String, Integer> deadLetters = new TreeMap<>();
    private final Map<String, Integer> copies = new TreeMap<>();

    Sweep(Site site, Cast cast) {
        this.site = site;
        this.cast = cast;
    }

    /** What does not hold. */
    List<String> offences() {
        return offences;
    }

    /** How many dead letters there are, by group. */
    Map<String, Integer> deadLetters() {
        return deadLetters;
    }

    /** How many more the witness sees, by group: copies of those. */
    Map<String, Integer> copies() {
        return copies;
    }

    /** Looks at the broker while the members are still there: what is settled may take a moment to be gone. */
    void nothingIsLeft() throws InterruptedException {
        long end = System.nanoTime() + site.patience().multipliedBy(2).toNanos();
        Map<Address, Long> left = left();
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            site.linger(LOOK_AGAIN);
            left = left();
        }
        if (!left.isEmpty()) {
            offences.add("SWEEP_LEFT: wanted nothing to be left, the witness found " + left);
        }
    }

    /** Has each group a member that comes now, and listens. */
    void aLateMemberFindsNothing() throws Exception {
        List<Worker> late = new ArrayList<>();
        int before = site.progress().count(Kind.START);
        for (Crew crew : site.crews()) {
            crew.close();
            late.add(crew.recruit());
        }
        site.linger(site.harness().timings().quiet().multipliedBy(2));
        int begun = site.progress().count(Kind.START) - before;
        if (begun > 0) {
            Set<String> members = late.stream().map(Worker::member).collect(Collectors.toSet());
            offences.add("SWEEP_LATE: wanted a late member to find nothing to do, found " + begun + " deliveries to "
                    + members);
        }
        nothingIsLeft();
    }

    /** Compares the dead letters of each group with what cannot have been handled. */
    void theDeadLettersAreTheRightOnes(Operator operator) {
        Set<String> poison = new TreeSet<>();
        BitSet confirmed = site.progress().confirmedNumbers();
        for (int number = confirmed.nextSetBit(0); number >= 0; number = confirmed.nextSetBit(number + 1)) {
            if (cast.part(number).poison()) {
                poison.add(cast.message(number).id());
            }
        }
        for (String group : site.groups()) {
            List<String> found = operator.deadLetters(group).browse(Integer.MAX_VALUE).stream()
                    .map(DeadLetter::messageId)
                    .toList();
            deadLetters.put(group, found.size());
            Set<String> missing = new TreeSet<>(poison);
            found.forEach(missing::remove);
            Set<String> strange = new TreeSet<>(found);
            strange.removeAll(poison);
            if (!missing.isEmpty() || !strange.isEmpty()) {
                offences.add("SWEEP_DEAD: wanted the dead letters of " + group + " to be " + poison.size()
                        + " messages, missing are " + some(missing) + ", too many " + some(strange));
            }
            askTheWitness(new Address.DeadLetters(site.topic().name(), group), found.size());
        }
    }

    // The library shows one of several copies, as a crash between a copy and its settlement leaves them; a witness all.
    private void askTheWitness(Address.DeadLetters queue, int browsed) {
        long seen = site.harness().witness().depth(queue);
        copies.put(queue.group(), (int) (seen - browsed));
        if (seen < browsed) {
            offences.add("SWEEP_DEAD: browsed " + browsed + " dead letters of " + queue.group() + ", the witness found "
                    + seen);
        }
    }

    private Map<Address, Long> left() {
        BrokerWitness witness = site.harness().witness();
        Map<Address, Long> left = new LinkedHashMap<>();
        for (Address address : witness.topology(site.topic().name())) {
            if (address instanceof Address.Queue queue && !(queue instanceof Address.DeadLetters)) {
                long depth = witness.depth(queue);
                if (depth > 0) {
                    left.put(address, depth);
                }
            }
        }
        return left;
    }

    private static String some(Set<String> ids) {
        return ids.size() + " " + ids.stream().limit(TOLD).toList();
    }
}
