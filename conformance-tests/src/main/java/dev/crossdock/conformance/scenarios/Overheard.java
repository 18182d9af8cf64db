package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Stage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that a curious neighbour could read while it is open: what this process prints, what it logs by way of the
 * JDK, and whatever else a scenario {@linkplain #listen listens} to. Thread-safe.
 */
final class Overheard implements AutoCloseable {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Handler records = new Records();

    private Overheard() {}

    static Overheard begin() {
        Overheard begun = new Overheard();
        System.setOut(new PrintStream(new Both(begun.out, begun.heard), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Both(begun.err, begun.heard), true, StandardCharsets.UTF_8));
        begun.root.addHandler(begun.records);
        return begun;
    }

    /** Listens to one more text. */
    void listen(String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        heard.write(bytes, 0, bytes.length);
    }

    /** Listens to all that a failure tells: its text, its stack, its causes and what was suppressed. */
    void listen(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        listen(text.toString());
    }

    /** None of the secrets was heard; and to be sure that somebody has listened, what is logged now is. */
    void check(Stage stage, String code, List<String> secrets) {
        String probe = stage.name("probe");
        System.getLogger(Overheard.class.getName()).log(System.Logger.Level.INFO, probe);
        System.err.println(probe + "-printed");
        String all = heard.toString(StandardCharsets.UTF_8);
        stage.check(all.contains(probe) && all.contains(probe + "-printed"), "deaf", "nobody has listened");
        for (String secret : secrets) {
            int at = all.indexOf(secret);
            stage.check(at < 0, code, "a secret was shown: " + around(all, secret, at));
        }
    }

    @Override
    public void close() {
        root.removeHandler(records);
        System.setOut(out);
        System.setErr(err);
    }

    private static String around(String all, String secret, int at) {
        if (at < 0) {
            return "";
        }
        int end = Math.min(all.length(), at + secret.length() + 200);
        return all.substring(Math.max(0, at - 300), end).replace(secret, "***");
    }

    private final class Records extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            listen(formatter.format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Goes where it went before, and is kept. */
    private static final class Both extends OutputStream {
        private final List<OutputStream> to = new ArrayList<>();

        Both(OutputStream usual, OutputStream kept) {
            to.add(usual);
            to.add(kept);
        }

        @Override
        public void write(int b) throws java.io.IOException {
            for (OutputStream each : to) {
                each.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws java.io.IOException {
            for (OutputStream each : to) {
                each.write(bytes, from, length);
            }
        }

        @Override
        public void flush() throws java.io.IOException {
            for (OutputStream each : to) {
                each.flush();
            }
        }
    }
}
