package dev.crossdock.benchmarks.redrive;

import java.io.IOException;

/** One way to send dead letters back: a program's own loop, or this library. */
interface Redriver extends AutoCloseable {
    /** Puts so many dead letters there, of {@link RedriveRatios#BODY} bytes; what was sent back before is gone. */
    void bury(int messages) throws Exception;

    /** Sends all of them back, each removed after its copy was confirmed. */
    void redrive(int messages) throws Exception;

    @Override
    void close() throws IOException;
}
