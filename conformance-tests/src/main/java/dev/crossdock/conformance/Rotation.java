package dev.crossdock.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An account that may do everything, and whose secret changes. Not thread-safe. */
public final class Rotation {
    private final BiConsumer<Map<String, String>, Path> account;
    private final Supplier<String> change;
    private String secret;

    private Rotation(BiConsumer<Map<String, String>, Path> account, Supplier<String> change) {
        this.account = account;
        this.change = change;
        this.secret = change.get();
    }

    /**
     * Where the broker is told the secret.
     *
     * @param account puts the account, and the file of its secret, into a configuration in place of the one that is there
     * @param change makes a secret the right one; who connects with another from then on is refused
     */
    public static Rotation of(BiConsumer<Map<String, String>, Path> account, Consumer<String> change) {
        return issued(account, () -> {
            String next = "not-to-be-seen-" + UUID.randomUUID();
            change.accept(next);
            return next;
        });
    }

    /** Where the broker's side makes the secrets. */
    public static Rotation issued(BiConsumer<Map<String, String>, Path> account, Supplier<String> change) {
        return new Rotation(account, change);
    }

    /** The secret that is the right one now. */
    public String secret() {
        return secret;
    }

    /** Makes another secret the right one. */
    public void change() {
        secret = change.get();
    }

    /** Puts the secret that is the right one now into a file, at once, as platforms replace one. */
    public void writeTo(Path file) throws IOException {
        Path next = Files.createTempFile("crossdock-secret", "");
        Files.writeString(next, secret + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A configuration with this account.
     *
     * @param configuration one with another
     * @param file where the secret stands
     */
    public Map<String, String> in(Map<String, String> configuration, Path file) {
        Map<String, String> changed = new TreeMap<>(configuration);
        account.accept(changed, file);
        return changed;
    }
}
