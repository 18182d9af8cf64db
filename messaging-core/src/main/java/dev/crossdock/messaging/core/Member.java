package dev.crossdock.messaging.core;

import dev.crossdock.messaging.Consumer;
import java.util.Optional;

/** A consumer as its {@link dev.crossdock.messaging.Messaging} sees it: something to close, and to ask how it goes. */
public interface Member extends Consumer {
    /** A line for people if it does not work as it should; empty if all is well. Any thread; does not block. */
    Optional<String> problem();
}
