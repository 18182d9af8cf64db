package dev.crossdock.benchmarks.worker;

import dev.crossdock.benchmarks.subject.Subject;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One subject's process: connects to the port of whoever compares, and does what it is told.
 *
 * <pre>Worker port provider-class</pre>
 */
public final class Worker {
    private final Subject.Provider provider;
    private @Nullable Bench bench;

    private Worker(Subject.Provider provider) {
        this.provider = provider;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Worker worker = new Worker(Class.forName(arguments[1])
                .asSubclass(Subject.Provider.class)
                .getConstructor()
                .newInstance());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                ObjectOutputStream answers = new ObjectOutputStream(socket.getOutputStream());
                ObjectInputStream orders = new ObjectInputStream(socket.getInputStream())) {
            Order order = (Order) orders.readObject();
            while (!(order instanceof Order.End)) {
                answers.writeObject(worker.answer(order));
                answers.flush();
                order = (Order) orders.readObject();
            }
        }
        worker.close();
        // Some clients leave threads that nobody can end.
        System.exit(0);
    }

    private Answer answer(Order order) {
        try {
            if (order instanceof Order.Open open) {
                close();
                bench = new Bench(provider.open(open.broker(), open.work()), open.work());
                return new Answer.Done();
            }
            return measure(order);
        } catch (Exception e) {
            // All of it is for the log.
            e.printStackTrace();
            return new Answer.Failed(e.toString().lines().findFirst().orElse(""));
        }
    }

    private Answer measure(Order order) throws Exception {
        Bench current = bench;
        if (current == null) {
            throw new IllegalStateException("wanted Open first, found " + order);
        }
        if (order instanceof Order.Publish publish) {
            return current.publish(publish.messages());
        } else if (order instanceof Order.Consume) {
            return current.consume();
        } else if (order instanceof Order.Flow flow) {
            return current.flow(flow.messages());
        } else if (order instanceof Order.Pace pace) {
            return current.pace(pace);
        } else if (order instanceof Order.Rest) {
            return current.rest();
        }
        throw new IllegalStateException("nobody does " + order);
    }

    private void close() throws Exception {
        Bench current = bench;
        bench = null;
        if (current != null) {
            current.close();
        }
    }
}
