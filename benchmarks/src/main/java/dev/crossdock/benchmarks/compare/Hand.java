package dev.crossdock.benchmarks.compare;

import dev.crossdock.benchmarks.worker.Answer;
import dev.crossdock.benchmarks.worker.Order;
import dev.crossdock.benchmarks.worker.Worker;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A candidate's process, which does one thing at a time. Its output is in a file of its own. */
final class Hand implements AutoCloseable {
    private static final int START_MILLIS = 60_000;
    private static final int STEP_MILLIS = 300_000;

    /** How the processes are started, so that no one's heap grows while it is measured. */
    static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch");

    private final String name;
    private final Process process;
    private final Socket socket;
    private final ObjectOutputStream orders;
    private final ObjectInputStream answers;
    private boolean broken;

    private Hand(String name, Process process, Socket socket) throws IOException {
        this.name = name;
        this.process = process;
        this.socket = socket;
        this.orders = new ObjectOutputStream(socket.getOutputStream());
        this.answers = new ObjectInputStream(socket.getInputStream());
    }

    /**
     * Starts one.
     *
     * @param recorded whether a flight recording of its whole life is put beside its log
     */
    static Hand start(Candidate candidate, Path logs, boolean recorded) throws IOException {
        Files.createDirectories(logs);
        File log = logs.resolve(candidate.name() + ".log").toFile();
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door.setSoTimeout(START_MILLIS);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(OPTIONS);
            if (recorded) {
                Path recording = logs.resolve(candidate.name() + ".jfr").toAbsolutePath();
                command.add("-XX:StartFlightRecording:settings=profile,filename=" + recording);
            }
            command.addAll(List.of("-cp", candidate.classPath(), Worker.class.getName()));
            command.addAll(List.of(Integer.toString(door.getLocalPort()), candidate.provider()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            try {
                Socket socket = door.accept();
                socket.setSoTimeout(STEP_MILLIS);
                return new Hand(candidate.name(), process, socket);
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException("wanted " + candidate.name() + " to begin; see " + log, e);
            }
        }
    }

    String name() {
        return name;
    }

    /**
     * Has it done, and waits for the answer.
     *
     * @throws StepFailedException if it could not, or has not answered for minutes; then it does nothing any more
     */
    <A extends Answer> A have(Order order, Class<A> wanted) {
        Answer answer;
        try {
            orders.writeObject(order);
            orders.flush();
            answer = (Answer) answers.readObject();
        } catch (IOException | ClassNotFoundException e) {
            broken = true;
            throw new StepFailedException(name + " gave no answer to " + order + ": " + e);
        }
        if (answer instanceof Answer.Failed failed) {
            throw new StepFailedException(name + " could not do " + order + ": " + failed.reason());
        }
        return wanted.cast(answer);
    }

    /** Whether nothing can be asked of it any more. */
    boolean isBroken() {
        return broken;
    }

    @Override
    public void close() throws IOException {
        try {
            orders.writeObject(new Order.End());
            orders.flush();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            socket.close();
        }
    }
}
