package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.history.History;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.history.Told;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks after dead letters, as a person would, and writes down what goes back. Used by one thread. */
final class Operator implements AutoCloseable {
    private static final String NAME = "operator";

    private final Site site;
    private final Messaging messaging;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Operator(Site site, Map<String, String> configuration) {
        this.site = site;
        MessagingConfig config = MessagingConfig.of(configuration).withObserver(event -> {
            Told said = Told.of(event);
            if (said != null) {
                said.writeDown(NAME, site.books());
            }
            if (event instanceof MessagingEvent.Redriven redriven) {
                told.add(redriven.messageId());
            }
        });
        this.messaging = site.harness().open(config);
    }

    DeadLetters deadLetters(String group) {
        return messaging.deadLetters(site.topic(), group);
    }

    /** Sends every other dead letter of a group back. */
    Witnessed redrive(PlannedFault fault) {
        String group = site.crews().get(fault.target() % site.crews().size()).group();
        Set<String> chosen = new HashSet<>();
        told.clear();
        String more = "";
        try {
            deadLetters(group).redrive(DeadLetterJob.matching(letter -> {
                boolean taken = Math.floorMod(letter.messageId().hashCode(), 2) == fault.target() / 4 % 2;
                if (taken) {
                    chosen.add(letter.messageId());
                }
                return taken;
            }));
        } catch (MessagingException e) {
            more = ", then " + e;
            perhaps(group, chosen);
        }
        return new Witnessed(fault, !told.isEmpty(), told.size() + " went back to " + group + more);
    }

    @Override
    public void close() {
        messaging.close();
    }

    // What it was not told of may have gone back all the same, and all of it may be dead letters still.
    private void perhaps(String group, Set<String> chosen) {
        History history = site.history();
        for (String id : chosen) {
            if (!told.contains(id)) {
                history.add(Kind.REDRIVEN, NAME, site.topic().name(), group, id, null, 0, "", "perhaps");
            }
            history.add(Kind.PERHAPS_DEAD, NAME, site.topic().name(), group, id, null, 0, "", "");
        }
    }
}
