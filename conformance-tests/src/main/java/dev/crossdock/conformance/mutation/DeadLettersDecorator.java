package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.DeadLetter;
import dev.crossdock.messaging.DeadLetterCount;
import dev.crossdock.messaging.DeadLetterJob;
import dev.crossdock.messaging.DeadLetterProgress;
import dev.crossdock.messaging.DeadLetters;
import dev.crossdock.messaging.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Dead letters that do what others do; a mutant changes one method. */
public class DeadLettersDecorator implements DeadLetters {
    /** The sound ones. */
    protected final DeadLetters sound;

    /** Decorates sound ones. */
    public DeadLettersDecorator(DeadLetters sound) {
        this.sound = sound;
    }

    @Override
    public long count() {
        return sound.count();
    }

    @Override
    public DeadLetterCount counted() {
        return sound.counted();
    }

    @Override
    public boolean redrive(String id, UnaryOperator<Message<byte[]>> edit) {
        return sound.redrive(id, edit);
    }

    @Override
    public DeadLetterProgress redrive(DeadLetterJob job) {
        return sound.redrive(job);
    }

    @Override
    public DeadLetterProgress discard(DeadLetterJob job) {
        return sound.discard(job);
    }

    @Override
    public List<DeadLetter> browse(int limit) {
        return sound.browse(limit);
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return sound.find(id);
    }

    @Override
    public boolean redrive(String id) {
        return sound.redrive(id);
    }

    @Override
    public int redrive(Predicate<? super DeadLetter> which) {
        return sound.redrive(which);
    }

    @Override
    public boolean discard(String id) {
        return sound.discard(id);
    }

    @Override
    public int discard(Predicate<? super DeadLetter> which) {
        return sound.discard(which);
    }

    @Override
    public int purgeOlderThan(Duration age) {
        return sound.purgeOlderThan(age);
    }
}
