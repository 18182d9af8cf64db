package dev.crossdock.conformance.once;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.IdempotencyStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lends a store of this process to others, which find it by their configuration.
 *
 * <p>Why not a database: who holds a transport to the contract has this suite and no more, and a process must be killed at
 * one step of the store and not a moment sooner or later, which takes a store that waits for it.
 */
public final class StoreServer implements AutoCloseable {
    private final IdempotencyStore store;
    private final ServerSocket door;
    private final Set<Socket> borrowers = ConcurrentHashMap.newKeySet();
    private final JsonMapper json = JsonMapper.builder().build();

    private StoreServer(IdempotencyStore store, ServerSocket door) {
        this.store = store;
        this.door = door;
    }

    /** Lends a store from now on. */
    public static StoreServer open(IdempotencyStore store) throws IOException {
        StoreServer server = new StoreServer(store, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        thread("lends", server::lend).start();
        return server;
    }

    /** How another process is told to borrow it. */
    public Map<String, String> configuration() {
        return Map.of(
                "crossdock.idempotency.store",
                BorrowedStoreProvider.NAME,
                "crossdock.idempotency." + BorrowedStoreProvider.NAME + ".port",
                Integer.toString(door.getLocalPort()));
    }

    @Override
    public void close() {
        close(door);
        borrowers.forEach(StoreServer::close);
    }

    private void lend() {
        while (true) {
            try {
                Socket borrower = door.accept();
                borrowers.add(borrower);
                thread("lends-to-" + borrower.getPort(), () -> serve(borrower)).start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket borrower) {
        try (borrower) {
            BufferedReader questions =
                    new BufferedReader(new InputStreamReader(borrower.getInputStream(), StandardCharsets.UTF_8));
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                String answer = json.writeValueAsString(answer(json.readValue(line, Loan.Question.class)));
                borrower.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
                borrower.getOutputStream().flush();
            }
        } catch (Exception gone) {
            // Who asked is gone, or is so when it finds its connection closed; a store that throws closes it too.
        } finally {
            borrowers.remove(borrower);
        }
    }

    private Loan.Answer answer(Loan.Question asked) throws Exception {
        Claim.Acquired claim = new Claim.Acquired(asked.scope(), asked.key(), asked.token());
        Duration time = Duration.ofMillis(asked.millis());
        return switch (asked.step()) {
            case CLAIM -> Loan.Answer.of(store.claim(asked.scope(), asked.key(), time));
            case RENEW -> Loan.Answer.of(store.renew(claim, time));
            case COMPLETE -> Loan.Answer.of(store.complete(claim, time));
            case RELEASE -> {
                store.release(claim);
                yield Loan.Answer.of(true);
            }
        };
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
