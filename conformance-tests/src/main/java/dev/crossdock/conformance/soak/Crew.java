package dev.crossdock.conformance.soak;

import dev.crossdock.conformance.process.Act;
import dev.crossdock.conformance.process.Arrival;
import dev.crossdock.conformance.process.Worker;
import dev.crossdock.conformance.process.WorkerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The members of one group, each in a process of its own. Used by one thread. */
final class Crew implements AutoCloseable {
    private final String group;
    private final Function<String, WorkerBuilder> recruits;
    private final Function<Arrival, Act> acting;
    private final List<Worker> members = new ArrayList<>();
    private int recruited;

    /**
     * A crew of nobody.
     *
     * @param recruits describes a member of this name
     * @param acting what its handlers do
     */
    Crew(String group, Function<String, WorkerBuilder> recruits, Function<Arrival, Act> acting) {
        this.group = group;
        this.recruits = recruits;
        this.acting = acting;
    }

    String group() {
        return group;
    }

    int size() {
        return members.size();
    }

    Worker member(int index) {
        return members.get(index);
    }

    /** Adds a member, which receives when this returns. */
    Worker recruit() throws Exception {
        Worker worker = start();
        members.add(worker);
        return worker;
    }

    /** Puts another member in the place of one that is gone. */
    Worker replace(int index) throws Exception {
        Worker worker = start();
        members.set(index, worker);
        return worker;
    }

    /** Lets the handlers of a member do again what they do in this crew. */
    void back(Worker worker) {
        worker.act(acting);
    }

    @Override
    public void close() {
        RuntimeException first = null;
        for (Worker member : members) {
            try {
                member.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        members.clear();
        if (first != null) {
            throw first;
        }
    }

    private Worker start() throws Exception {
        recruited++;
        return recruits.apply(group + "-" + recruited).acting(acting).start();
    }
}
