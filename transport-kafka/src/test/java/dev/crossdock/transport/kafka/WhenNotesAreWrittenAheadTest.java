package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.messaging.spi.WireDelivery;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhenNotesAreWrittenAheadTest {
    private final OwnedPartition partition =
            new OwnedPartition(new TopicPartition("orders", 0), true, 1_000, 0, ProgressNote.NONE);

    @BeforeEach
    void fetchAThousand() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int offset = 0; offset < 1_000; offset++) {
            records.add(new ConsumerRecord<>("orders", 0, offset, new byte[0], new byte[0]));
        }
        partition.add(records);
    }

    private int lend(int messages) {
        return lent(messages).size();
    }

    private List<WireDelivery> lent(int messages) {
        List<WireDelivery> lent = new ArrayList<>();
        partition.lend(messages, lent);
        return lent;
    }

    private void lendAHundredInAnInterval(int done) {
        partition.noteBeforeLending(partition.wouldLendBefore(100)).heard();
        List<WireDelivery> lent = lent(100);
        assertThat(lent).hasSize(100);
        lent.subList(0, done).forEach(delivery -> partition.accept((KafkaDelivery) delivery));
        partition.intervalEnds();
    }

    @Test
    void nothingIsLentThatTheBrokerDoesNotKnowOf() {
        assertThat(partition.wouldLendBefore(10)).isEqualTo(10);
        assertThat(lend(10)).isZero();
        partition.noteBeforeLending(10).heard();
        assertThat(lend(20)).isEqualTo(10);
    }

    @Test
    void asMuchAsInTheLastIntervalMayBeLentOnceTheBrokerHasHeard() {
        lendAHundredInAnInterval(100);
        OwnedPartition.Told told = partition.noteInBetween();
        assertThat(lend(1)).isZero();
        told.heard();
        assertThat(partition.wouldLendBefore(100)).isZero();
        assertThat(lend(1_000)).isEqualTo(100);
    }

    @Test
    void afterASilenceWhatWasDoneSoFarMayBeLentAheadBeforeTheIntervalIsOver() {
        partition.noteBeforeLending(partition.wouldLendBefore(100)).heard();
        lent(100).forEach(delivery -> partition.accept((KafkaDelivery) delivery));

        OwnedPartition.Told told = partition.noteBeforeLending(partition.wouldLendBefore(100));
        assertThat(told.reach()).isEqualTo(300);
        told.heard();
        lent(160).forEach(delivery -> partition.accept((KafkaDelivery) delivery));

        assertThat(partition.runsLow())
                .as("told before lending has to wait for it")
                .isTrue();
        told = partition.noteInBetween();
        assertThat(told.reach()).isEqualTo(260 + 260);
    }

    @Test
    void noMoreIsWrittenAheadThanWasDoneInTheLastInterval() {
        lendAHundredInAnInterval(30);
        OwnedPartition.Told told = partition.noteInBetween();
        ProgressNote note = NoteCodec.decode(told.note().metadata());
        assertThat(note.lent()).isEqualTo(70);
        assertThat(note.ahead()).isEqualTo(30);
        told.heard();
        assertThat(lend(1_000)).isEqualTo(30);
    }

    @Test
    void aMessageThatHoldsUpEverythingHasNoNeighbourCountedWithIt() {
        partition.noteBeforeLending(partition.wouldLendBefore(1)).heard();
        assertThat(lend(1)).isEqualTo(1);
        for (int interval = 0; interval < 3; interval++) {
            partition.intervalEnds();
            OwnedPartition.Told told = partition.noteInBetween();
            told.heard();
            assertThat(told.reach()).isEqualTo(1);
        }
    }

    @Test
    void itRunsLowWhenHalfOfThatIsLent() {
        lendAHundredInAnInterval(100);
        partition.noteInBetween().heard();
        assertThat(lend(50)).isEqualTo(50);
        assertThat(partition.runsLow()).isFalse();
        assertThat(lend(1)).isEqualTo(1);
        assertThat(partition.runsLow()).isTrue();
        partition.noteInBetween().heard();
        assertThat(partition.runsLow()).isFalse();
        assertThat(lend(1_000)).isEqualTo(100);
    }

    @Test
    void withoutTrafficNothingIsWrittenAhead() {
        lendAHundredInAnInterval(100);
        partition.intervalEnds();
        partition.noteInBetween().heard();
        assertThat(partition.runsLow()).isFalse();
        assertThat(partition.hasNews()).isFalse();
        assertThat(lend(1)).isZero();
    }
}
