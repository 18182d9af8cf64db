package dev.crossdock.conformance;

import dev.crossdock.conformance.history.Told;
import dev.crossdock.messaging.MessagingEvent;
import dev.crossdock.messaging.MessagingObserver;

/** What the library tells an observer of one program, written down. */
final class Observation implements MessagingObserver {
    private final String program;
    private final Stage stage;

    Observation(String program, Stage stage) {
        this.program = program;
        this.stage = stage;
    }

    @Override
    public void on(MessagingEvent event) {
        Told told = Told.of(event);
        if (told != null) {
            told.writeDown(program, stage.books());
        }
    }
}
