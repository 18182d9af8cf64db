package dev.crossdock.transport.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.impl.MessageIdImpl;
import org.junit.jupiter.api.Test;

class WhenNotesSayWhereToStartTest {
    private static MessageId id(long ledger, long entry) {
        return new MessageIdImpl(ledger, entry, -1);
    }

    @Test
    void itReadsAsItWasWritten() {
        assertThat(StartOfNotes.read(StartOfNotes.write(id(7, 12)))).isEqualTo(id(7, 12));
        assertThat(StartOfNotes.read(StartOfNotes.write(id(Long.MAX_VALUE - 1, 0))))
                .isEqualTo(id(Long.MAX_VALUE - 1, 0));
    }

    @Test
    void whatDoesNotSayItOrSaysItInAnUnknownWayIsReadFromTheBeginning() {
        assertThat(StartOfNotes.read(null)).isEqualTo(MessageId.earliest);
        assertThat(StartOfNotes.read("")).isEqualTo(MessageId.earliest);
        assertThat(StartOfNotes.read("not base 64!")).isEqualTo(MessageId.earliest);
        assertThat(StartOfNotes.read(Base64.getEncoder().encodeToString(new byte[] {1, 2, 3})))
                .isEqualTo(MessageId.earliest);
    }

    @Test
    void theOlderOfTwoIsThatOfTheOlderLedgerAndOfTheOlderEntryInIt() {
        assertThat(StartOfNotes.older(id(1, 9), id(2, 0))).isEqualTo(id(1, 9));
        assertThat(StartOfNotes.older(id(2, 3), id(2, 1))).isEqualTo(id(2, 1));
        assertThat(StartOfNotes.older(null, id(2, 1))).isEqualTo(id(2, 1));
        assertThat(StartOfNotes.older(id(2, 1), null)).isEqualTo(id(2, 1));
        assertThat(StartOfNotes.older(null, null)).isNull();
    }
}
