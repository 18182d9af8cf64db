package dev.crossdock.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenProgressIsNotedTest {
    @Test
    void itIsReadAsItWasWritten() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            ProgressNote note = note(random, random.nextInt(40), random.nextInt(40));
            String text = NoteCodec.encode(note);
            assertThat(text).hasSizeLessThanOrEqualTo(NoteCodec.MAX_LENGTH);
            assertThat(NoteCodec.decode(text)).isEqualTo(note);
        }
    }

    @Test
    void nothingIsWrittenAboutNothing() {
        assertThat(NoteCodec.encode(ProgressNote.NONE)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsDroppedFromTheEnd() {
        Random random = new Random(12);
        for (int round = 0; round < 50; round++) {
            ProgressNote note = note(random, 3_000, 5_000);
            String text = NoteCodec.encode(note);
            assertThat(text).hasSizeLessThanOrEqualTo(NoteCodec.MAX_LENGTH);
            ProgressNote read = NoteCodec.decode(text);
            assertThat(read.lent()).isEqualTo(note.lent());
            assertThat(read.ahead()).isEqualTo(note.ahead());
            assertThat(read.counts())
                    .isNotEmpty()
                    .isEqualTo(note.counts().subList(0, read.counts().size()));
            assertThat(read.done())
                    .isNotEmpty()
                    .isEqualTo(note.done().subList(0, read.done().size()));
            assertThat(text.length()).isGreaterThan(NoteCodec.MAX_LENGTH - 64);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "somebody else's",
                "crossdock1:",
                "crossdock1:!!",
                "crossdock1:gICAgICAgICAgICAgICA",
                "crossdock1:AAD_____fwE",
                "crossdock2:AAA"
            })
    void whatIsNotOursOrIsDamagedIsTakenForNothing(String text) {
        assertThat(NoteCodec.decode(text)).isEqualTo(ProgressNote.NONE);
    }

    @Test
    void garbageNeverBreaksAnything() {
        Random random = new Random(13);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            String text = "crossdock1:" + java.util.Base64.getUrlEncoder().encodeToString(bytes);
            assertThat(NoteCodec.decode(text)).isNotNull();
        }
    }

    private static ProgressNote note(Random random, int counts, int runs) {
        List<ProgressNote.Count> counted = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < counts; i++) {
            long start = at + random.nextInt(5);
            at = start + 1 + random.nextInt(3);
            counted.add(new ProgressNote.Count(start, at, 1 + random.nextInt(300)));
        }
        List<ProgressNote.Run> done = new ArrayList<>();
        at = 0;
        for (int i = 0; i < runs; i++) {
            long start = at + 1 + random.nextInt(200);
            at = start + 1 + random.nextInt(200);
            done.add(new ProgressNote.Run(start, at));
        }
        return new ProgressNote(random.nextInt(5_000), random.nextInt(5_000), counted, done);
    }
}
