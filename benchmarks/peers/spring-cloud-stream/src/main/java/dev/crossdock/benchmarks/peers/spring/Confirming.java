package dev.crossdock.benchmarks.peers.spring;

import dev.crossdock.benchmarks.subject.Window;
import org.springframework.messaging.support.MessageBuilder;

/** How it is heard that a message was stored. */
interface Confirming {
    /** What is told. */
    Window window();

    /** Sees to it that the window is told of this message. */
    MessageBuilder<byte[]> prepare(MessageBuilder<byte[]> message);
}
