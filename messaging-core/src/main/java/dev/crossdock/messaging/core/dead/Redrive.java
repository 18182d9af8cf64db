package dev.crossdock.messaging.core.dead;

import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.core.Engine;
import dev.crossdock.messaging.spi.Address;
import dev.crossdock.messaging.spi.WireMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Sends dead letters back to their group: each is removed only after the broker has confirmed its copy. Used by one
 * thread, for one pass.
 *
 * <p>A message that fails again at once may come back while the pass is under way. It is told from a copy of the entry by
 * its number of redrives, which is greater, and left alone: to take it for a copy would be to lose it.
 */
final class Redrive implements Work {
    /** Changes nothing. */
    static final UnaryOperator<Message<byte[]>> AS_IT_IS = DeadLetterJob.all().edit();

    private static final int EVERYTHING_COMES_BACK = -1;

    private final Engine engine;
    private final Address.DeadLetters queue;
    private final Address.Inbox inbox;
    private final UnaryOperator<Message<byte[]>> edit;

    // How often an entry had been redriven before this pass sent it, by identity.
    private final Map<String, Integer> sent = new HashMap<>();
    private int count;

    Redrive(Engine engine, Address.DeadLetters queue, UnaryOperator<Message<byte[]>> edit) {
        this.engine = engine;
        this.edit = edit;
        this.queue = queue;
        this.inbox = new Address.Inbox(queue.topic(), queue.group());
    }

    /** The number of entries sent back; copies count once. */
    @Override
    public int count() {
        return count;
    }

    @Override
    public void on(List<Loan> batch, Selection selection, Pass pass) throws Exception {
        List<Loan> copies = new ArrayList<>();
        List<Loan> fresh = new ArrayList<>();
        for (Loan loan : batch) {
            Integer before = sent.get(loan.entry().identity());
            if (before == null || (!loan.entry().named() && redrives(loan) <= before)) {
                fresh.add(loan);
            } else if (redrives(loan) <= before) {
                copies.add(loan);
            }
        }
        List<List<Loan>> chosen = withCopies(selection.of(fresh));
        pass.remove(copies);
        List<List<Loan>> tooLarge = send(chosen, true, pass);
        // What filled the transport to the brim has no room for the note that it was redriven.
        send(tooLarge, false, pass);
    }

    private static List<List<Loan>> withCopies(List<Loan> loans) {
        Map<Object, List<Loan>> groups = new LinkedHashMap<>();
        for (Loan loan : loans) {
            Object group = loan.entry().named() ? loan.entry().identity() : loan;
            groups.computeIfAbsent(group, first -> new ArrayList<>(1)).add(loan);
        }
        return List.copyOf(groups.values());
    }

    /**
     * Sends the first of each group and, once that is confirmed, removes all of the group.
     *
     * @param noted whether the message tells of the redrive
     * @return groups that are too large with that note
     */
    private List<List<Loan>> send(List<List<Loan>> groups, boolean noted, Pass pass) throws InterruptedException {
        List<WireMessage> messages = new ArrayList<>(groups.size());
        for (List<Loan> group : groups) {
            Loan first = group.get(0);
            WireMessage dead = first.delivery().message();
            WireMessage message = noted ? Envelope.redriven(dead) : Envelope.bare(dead);
            messages.add(edit == AS_IT_IS ? message : Edited.of(first.entry().letter(), message, edit));
        }
        Confirmations confirmations = new Confirmations(messages.size());
        engine.sender().sendAll(inbox, messages, confirmations);
        List<List<Loan>> confirmed = new ArrayList<>(groups.size());
        List<List<Loan>> tooLarge = new ArrayList<>();
        List<MessagingException> failures = new ArrayList<>();
        try {
            confirmations.await(Pass.RENEW_AFTER, pass::renewIfDue);
        } finally {
            for (int i = 0; i < groups.size(); i++) {
                List<Loan> group = groups.get(i);
                if (confirmations.isConfirmed(i)) {
                    confirmed.add(group);
                    continue;
                }
                MessagingException failure = confirmations.failure(i).orElse(null);
                if (failure != null && noted && failure.code() == ErrorCode.TOO_LARGE) {
                    tooLarge.add(group);
                } else if (failure != null) {
                    failures.add(failure);
                }
            }
            done(confirmed, noted, pass);
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return tooLarge;
    }

    private void done(List<List<Loan>> groups, boolean noted, Pass pass) {
        pass.remove(groups.stream().flatMap(List::stream).toList());
        for (List<Loan> group : groups) {
            Entry entry = group.get(0).entry();
            sent.merge(
                    entry.identity(),
                    noted ? redrives(group.get(0)) : EVERYTHING_COMES_BACK,
                    (before, now) -> Math.min(before, now) == EVERYTHING_COMES_BACK
                            ? EVERYTHING_COMES_BACK
                            : Math.max(before, now));
            count++;
            if (!engine.events().silent()) {
                String messageId = entry.letter().messageId();
                engine.events().emit(new MessagingEvent.Redriven(queue.topic(), queue.group(), messageId));
            }
        }
    }

    private static int redrives(Loan loan) {
        return loan.entry().letter().redrives();
    }
}
