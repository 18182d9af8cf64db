package dev.crossdock.conformance.rabbitmq;

import dev.crossdock.conformance.containers.Exhaustion;
import java.io.IOException;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;

/** A memory limit that is exceeded by whatever runs: the broker blocks all who publish. */
record MemoryAlarm(GenericContainer<?> container) implements Exhaustion {
    @Override
    public void begin(String topic) {
        limit("absolute", "1MB");
    }

    @Override
    public void end(String topic) {
        limit("0.6");
    }

    private void limit(String... words) {
        String[] command = new String[words.length + 2];
        command[0] = "rabbitmqctl";
        command[1] = "set_vm_memory_high_watermark";
        System.arraycopy(words, 0, command, 2, words.length);
        try {
            Container.ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("setting the limit ended with " + result);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
