package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.WireDelivery;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WhenLendingIsWrittenAheadTest {
    private static final TopicPartition NAME = new TopicPartition("t", 0);

    private final OwnedPartition partition = new OwnedPartition(NAME, true, 0, ProgressNote.NONE);
    private final List<WireDelivery> lent = new ArrayList<>();

    WhenLendingIsWrittenAheadTest() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset = 0; offset < 100; offset++) {
            records.add(new ConsumerRecord<>("t", 0, offset, new byte[0], new byte[0]));
        }
        partition.add(records);
    }

    @Test
    void nothingIsLentBeforeTheBrokerKnows() {
        partition.lend(5, lent);
        assertThat(lent).isEmpty();
        lend(5);
        assertThat(lent).hasSize(5);
    }

    @Test
    void aMessageThatHoldsUpEverythingHasNoNeighbourCountedWithIt() {
        lend(1);
        for (int note = 0; note < 3; note++) {
            assertThat(inBetween().reach()).isEqualTo(1);
        }
    }

    @Test
    void asManyMayBeLentAsWereDone() {
        lend(10);
        accept(6);
        ProgressNote note = inBetween();
        assertThat(note.lent()).isEqualTo(4);
        assertThat(note.ahead()).isEqualTo(6);
        int before = lent.size();
        partition.lend(50, lent);
        assertThat(lent.size() - before).isEqualTo(6);
        assertThat(inBetween().ahead()).isZero();
    }

    private void lend(int room) {
        long before = partition.wouldLendBefore(room);
        if (before > 0) {
            partition.noteBeforeLending(before).heard();
        }
        partition.lend(room, lent);
    }

    private void accept(int count) {
        for (int i = 0; i < count; i++) {
            partition.accept((KafkaDelivery) lent.get(i));
        }
    }

    private ProgressNote inBetween() {
        OwnedPartition.Told told = partition.noteInBetween();
        told.heard();
        return NoteCodec.decode(told.note().metadata());
    }
}
