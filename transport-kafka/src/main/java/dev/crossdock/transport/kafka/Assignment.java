package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.ReceiverOptions;
import dev.crossdock.messaging.spi.SettlementListener;
import dev.crossdock.messaging.spi.WireDelivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The partitions that a receiver has, and what the broker is told about them. The receiver's thread's alone; the client
 * calls it from within {@code poll} and {@code close}.
 *
 * <p>Nothing is ever written for a partition that is not in here, and one leaves this before anybody else can have it.
 */
final class Assignment implements ConsumerRebalanceListener {
    // How much further than what is lent may be written ahead.
    private static final long MAX_AHEAD = 1 << 16;
    private static final long COMMIT_AFTER_NANOS = Duration.ofMillis(200).toNanos();
    private static final System.Logger LOG = System.getLogger("dev.crossdock.transport.kafka");

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final boolean counts;
    private final long maxAhead;
    private final SettlementListener listener;
    private final Map<TopicPartition, OwnedPartition> owned = new LinkedHashMap<>();
    private List<OwnedPartition> inTurn = List.of();
    private int turn;
    private int fetched;
    private int changes;
    private long lastCommit = System.nanoTime();
    private boolean telling;

    Assignment(KafkaConsumer<byte[], byte[]> consumer, boolean counts, ReceiverOptions options) {
        this.consumer = consumer;
        this.counts = counts;
        this.maxAhead = options.prefetch() > 1 ? MAX_AHEAD : 0;
        this.listener = options.listener();
    }

    boolean isEmpty() {
        return inTurn.isEmpty();
    }

    /** How many records are in store. */
    int fetched() {
        return fetched;
    }

    boolean hasSomethingToLend() {
        for (OwnedPartition partition : inTurn) {
            if (partition.inStore() > 0) {
                return true;
            }
        }
        return false;
    }

    void add(TopicPartition name, List<ConsumerRecord<byte[], byte[]>> records) {
        OwnedPartition partition = owned.get(name);
        if (partition != null) {
            fetched += partition.add(records);
        }
    }

    /** Lends what is in store, another partition being the first each time. */
    List<WireDelivery> lend(int max) {
        List<WireDelivery> into = new ArrayList<>();
        int count = inTurn.size();
        turn = count == 0 ? 0 : (turn + 1) % count;
        if (!tellBeforeLending(max)) {
            return into;
        }
        for (int i = 0; i < count && into.size() < max; i++) {
            fetched -= inTurn.get((turn + i) % count).lend(max - into.size(), into);
        }
        return into;
    }

    /** Every interval, and before it is over if otherwise lending had to wait for the broker. */
    void commitIfDue() {
        boolean intervalIsOver = System.nanoTime() - lastCommit >= COMMIT_AFTER_NANOS;
        if (!intervalIsOver && (telling || !someRunLow())) {
            return;
        }
        List<OwnedPartition.Told> news = new ArrayList<>();
        for (OwnedPartition partition : inTurn) {
            if (partition.hasNews()) {
                if (intervalIsOver) {
                    partition.intervalEnds();
                }
                news.add(partition.noteInBetween());
            }
        }
        if (intervalIsOver) {
            lastCommit = System.nanoTime();
        }
        if (!news.isEmpty()) {
            telling = true;
            // Heard or not: the client calls back from within one of the next polls.
            consumer.commitAsync(offsets(news), (offsets, failure) -> {
                // What was not heard is told again with the next interval and not at once.
                telling = failure != null;
                news.forEach(failure == null ? OwnedPartition.Told::heard : OwnedPartition.Told::notHeard);
            });
        }
    }

    private boolean someRunLow() {
        for (OwnedPartition partition : inTurn) {
            if (partition.runsLow()) {
                return true;
            }
        }
        return false;
    }

    /** As much of a wait as there is until the next commit, if there is something to commit. */
    Duration untilCommit(Duration wait) {
        for (OwnedPartition partition : inTurn) {
            if (partition.hasNews()) {
                long left = Math.max(0, COMMIT_AFTER_NANOS - (System.nanoTime() - lastCommit));
                return wait.toNanos() <= left ? wait : Duration.ofNanos(left);
            }
        }
        return wait;
    }

    /** Tells the broker what is done, and that nothing is on loan any more; gives the offsets before which all is done. */
    Map<TopicPartition, Long> sayGoodbye() {
        inTurn.forEach(OwnedPartition::countLoans);
        if (!inTurn.isEmpty()) {
            commit(inTurn.stream().map(OwnedPartition::lastNote).toList());
        }
        Map<TopicPartition, Long> done = new HashMap<>();
        for (OwnedPartition partition : inTurn) {
            done.put(partition.name(), partition.lowest());
            // Nobody is told: whoever closes knows what it had.
            partition.loseLoans(loan -> {});
        }
        owned.clear();
        share();
        return done;
    }

    /** Another number whenever there may be other partitions. */
    int changes() {
        return changes;
    }

    boolean isIdle() {
        return !hasSomethingToLend() && inTurn.stream().noneMatch(OwnedPartition::hasLoans);
    }

    /** What was to be read next is not there any more. */
    void startAnew(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = patiently(() -> consumer.beginningOffsets(partitions));
        for (TopicPartition name : partitions) {
            OwnedPartition before = owned.get(name);
            long beginning = beginnings.getOrDefault(name, 0L);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was to be read from {1}, which the broker does not keep any more; it goes on at {2}, the first"
                            + " that is there",
                    name,
                    before == null ? -1 : before.lowest(),
                    beginning);
            lose(Set.of(name));
            take(name, beginning, ProgressNote.NONE);
        }
        share();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Set<TopicPartition> names = new HashSet<>(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = patiently(() -> consumer.committed(names));
        Set<TopicPartition> unknown = new HashSet<>(names);
        unknown.removeIf(name -> committed.get(name) != null);
        Map<TopicPartition, Long> beginnings =
                unknown.isEmpty() ? Map.of() : patiently(() -> consumer.beginningOffsets(unknown));
        for (TopicPartition name : names) {
            OffsetAndMetadata known = committed.get(name);
            if (known == null) {
                // It has come after the group, whose start was written down for all that were there.
                take(name, beginnings.getOrDefault(name, 0L), ProgressNote.NONE);
            } else {
                take(name, known.offset(), NoteCodec.decode(known.metadata()));
            }
        }
        share();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<OwnedPartition.Told> last = new ArrayList<>();
        Collection<? extends WireDelivery> begun = leave(partitions);
        for (TopicPartition name : partitions) {
            OwnedPartition partition = owned.get(name);
            if (partition != null) {
                partition.countBegun(begun);
                last.add(partition.lastNote());
            }
        }
        if (!last.isEmpty()) {
            try {
                commit(last);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                // What was accepted comes again then, and that was to be expected of a lost member.
                LOG.log(System.Logger.Level.DEBUG, "nothing could be committed for " + partitions, e);
            }
        }
        lose(partitions);
    }

    // Gives what is still being handled; the rest was settled meanwhile, or will be started by nobody here.
    private Collection<? extends WireDelivery> leave(Collection<TopicPartition> partitions) {
        List<WireDelivery> leaving = new ArrayList<>();
        for (TopicPartition name : partitions) {
            OwnedPartition partition = owned.get(name);
            if (partition != null) {
                leaving.addAll(partition.loans());
            }
        }
        return leaving.isEmpty() ? List.of() : listener.leaving(leaving);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        lose(partitions);
    }

    /** {@code false} if the group is just being shared out anew, of which the next poll will know more. */
    private boolean tellBeforeLending(int max) {
        List<OwnedPartition.Told> news = new ArrayList<>();
        int count = inTurn.size();
        int room = max;
        // Not of more than will be lent: it would count if the process died.
        for (int i = 0; i < count && room > 0; i++) {
            OwnedPartition partition = inTurn.get((turn + i) % count);
            long before = partition.wouldLendBefore(room);
            if (before > 0) {
                news.add(partition.noteBeforeLending(before));
            }
            room -= partition.inStore();
        }
        if (maxAhead == 0 && !news.isEmpty()) {
            // What is done shall not come back because of what is lent next.
            tellOfOthers(news);
        }
        try {
            if (!news.isEmpty()) {
                commit(news);
            }
            return true;
        } catch (RebalanceInProgressException | CommitFailedException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing is lent for the moment", e);
            return false;
        }
    }

    private void tellOfOthers(List<OwnedPartition.Told> news) {
        Set<OwnedPartition> lending = new HashSet<>();
        news.forEach(told -> lending.add(told.partition()));
        for (OwnedPartition partition : inTurn) {
            if (partition.hasNews() && !lending.contains(partition)) {
                news.add(partition.noteInBetween());
            }
        }
    }

    private void commit(List<OwnedPartition.Told> news) {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(news);
        patiently(() -> {
            consumer.commitSync(offsets);
            return offsets;
        });
        news.forEach(OwnedPartition.Told::heard);
    }

    private void take(TopicPartition name, long from, ProgressNote note) {
        OwnedPartition partition = new OwnedPartition(name, counts, maxAhead, from, note);
        owned.put(name, partition);
        consumer.seek(name, partition.lowest());
    }

    private void lose(Collection<TopicPartition> partitions) {
        for (TopicPartition name : partitions) {
            OwnedPartition partition = owned.get(name);
            if (partition != null) {
                fetched -= partition.fetched();
                partition.loseLoans(listener::lost);
                owned.remove(name);
            }
        }
        share();
    }

    private void share() {
        changes++;
        inTurn = List.copyOf(owned.values());
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(List<OwnedPartition.Told> news) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        news.forEach(told -> offsets.put(told.partition().name(), told.note()));
        return offsets;
    }

    // A wake-up that came a moment too late for its poll hits the next call; it must not cost a commit.
    private static <R> R patiently(Supplier<R> call) {
        while (true) {
            try {
                return call.get();
            } catch (WakeupException e) {
                LOG.log(System.Logger.Level.TRACE, "woken while it was not receiving");
            }
        }
    }
}
