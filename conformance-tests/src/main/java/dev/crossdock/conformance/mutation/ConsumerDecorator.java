package dev.crossdock.conformance.mutation;

import dev.crossdock.messaging.Consumer;
import java.time.Duration;

/** A consumer that does what another one does; a mutant changes one method. */
public class ConsumerDecorator implements Consumer {
    /** The sound one. */
    protected final Consumer sound;

    /** Decorates a sound one. */
    public ConsumerDecorator(Consumer sound) {
        this.sound = sound;
    }

    @Override
    public String topic() {
        return sound.topic();
    }

    @Override
    public String group() {
        return sound.group();
    }

    @Override
    public State state() {
        return sound.state();
    }

    @Override
    public void pause() {
        sound.pause();
    }

    @Override
    public void resume() {
        sound.resume();
    }

    @Override
    public void concurrency(int handlers) {
        sound.concurrency(handlers);
    }

    @Override
    public void close() {
        sound.close();
    }

    @Override
    public boolean close(Duration limit) {
        return sound.close(limit);
    }
}
