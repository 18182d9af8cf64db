package dev.crossdock.store.redis;

import dev.crossdock.messaging.ErrorCode;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server or a cluster, which all threads share and whose answers are waited for with a limit. A server
 * that is away is asked again for a moment. Thread-safe.
 */
final class Server implements AutoCloseable {
    // Enough for a connection to be made on a busy machine; who waits longer had better give its thread back.
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final Duration timeout;
    private final Duration moment;
    private final Faults faults;

    Server(
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Duration timeout,
            Faults faults) {
        this.connection = connection;
        this.commands = commands;
        this.timeout = timeout;
        this.moment = timeout.compareTo(MOMENT) < 0 ? timeout : MOMENT;
        this.faults = faults;
    }

    /** Has a script run on the record of a name, that answers yes or no. */
    boolean ask(String wanted, Script script, byte[] name, byte[]... arguments) {
        byte[][] names = {name};
        Long answer = run(
                wanted,
                () -> commands.evalsha(script.digest(), ScriptOutputType.INTEGER, names, arguments),
                () -> commands.eval(script.source(), ScriptOutputType.INTEGER, names, arguments));
        return answer == 1;
    }

    /** Has a script run on the record of a name, that answers with several numbers. */
    List<Long> numbers(String wanted, Script script, byte[] name, byte[]... arguments) {
        byte[][] names = {name};
        return run(
                wanted,
                () -> commands.evalsha(script.digest(), ScriptOutputType.MULTI, names, arguments),
                () -> commands.eval(script.source(), ScriptOutputType.MULTI, names, arguments));
    }

    /** Has a script run on the record of a name, that answers with bytes, or {@code null}. */
    byte @Nullable [] bytes(String wanted, Script script, byte[] name) {
        byte[][] names = {name};
        return this.<byte @Nullable []>run(
                wanted,
                () -> commands.evalsha(script.digest(), ScriptOutputType.VALUE, names),
                () -> commands.eval(script.source(), ScriptOutputType.VALUE, names));
    }

    // Scripts may be run once more although their answer was lost: each knows whom it has served.
    private <T> T run(String wanted, Supplier<Future<T>> byDigest, Supplier<Future<T>> bySource) {
        return Attempts.<T>within(moment, () -> runOnce(wanted, byDigest, bySource));
    }

    private <T> T runOnce(String wanted, Supplier<Future<T>> byDigest, Supplier<Future<T>> bySource) {
        try {
            return get(byDigest.get());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RedisNoScriptException)) {
                throw faults.of(wanted, e);
            }
        } catch (TimeoutException | RuntimeException e) {
            throw faults.of(wanted, e);
        }
        // The server has been restarted, or is another one: it learns the script with this.
        try {
            return get(bySource.get());
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw faults.of(wanted, e);
        }
    }

    /** Refuses a server that says it may drop records when its memory is full; one that does not say is taken. */
    void refuseEviction() {
        String info;
        try {
            info = get(commands.info("memory"));
        } catch (ExecutionException e) {
            if (Faults.code(Faults.telling(e)) == ErrorCode.PERMISSION_DENIED) {
                return;
            }
            throw faults.of("to know how memory is kept", e);
        } catch (TimeoutException | RuntimeException e) {
            throw faults.of("to know how memory is kept", e);
        }
        String policy = field(info, "maxmemory_policy");
        if (!policy.isEmpty()
                && !policy.equals("noeviction")
                && !field(info, "maxmemory").equals("0")) {
            throw faults.conflict("maxmemory-policy noeviction", policy + ", which drops records when memory is full");
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private <T> T get(Future<T> answer) throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                try {
                    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
