package dev.crossdock.messaging.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that nobody may see, and that may be another one tomorrow: a password, a token. It stands in the configuration,
 * or in a file that the configuration names, as platforms mount their secrets.
 *
 * <p>A transport keeps this and not its value, and {@linkplain #value() asks} for that whenever it connects: so a secret that
 * was changed is used without a restart. Thread-safe.
 *
 * @see Settings#changingSecret(String)
 */
public final class Secret {
    private static final int LONGEST = 64 * 1024;
    private static final System.Logger LOG = System.getLogger(Secret.class.getName());

    private final @Nullable Path file;
    private volatile String known;

    private Secret(@Nullable Path file, String known) {
        this.file = file;
        this.known = known;
    }

    /** One that never changes. */
    public static Secret of(String value) {
        return new Secret(null, value);
    }

    /**
     * One that stands in a file.
     *
     * @throws Unreadable if nothing can be read there now
     */
    static Secret in(String file) throws Unreadable {
        try {
            Path path = Path.of(file);
            return new Secret(path, read(path));
        } catch (InvalidPathException e) {
            throw new Unreadable("no path");
        }
    }

    /**
     * What it is now. A file is read anew; while it cannot be read, as in the moment in which it is replaced, it is what was
     * read last. White space at the ends belongs to it, line ends at the end do not.
     */
    public String value() {
        Path path = file;
        if (path == null) {
            return known;
        }
        try {
            String read = read(path);
            known = read;
            return read;
        } catch (Unreadable e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Wanted the secret in " + path + ", found " + e.getMessage()
                            + "; the one that was read last counts");
            return known;
        }
    }

    /** The file in which it stands; empty if it stands in the configuration and never changes. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Not what it is. */
    @Override
    public String toString() {
        return file == null ? "Secret" : "Secret[in " + file + "]";
    }

    /** There is no secret in a file; the message says what is there. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String found) {
            super(found);
        }
    }

    // Never with the cause: what cannot be decoded is in its neighbourhood.
    private static String read(Path path) throws Unreadable {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LONGEST + 1);
        } catch (NoSuchFileException e) {
            throw new Unreadable("no file");
        } catch (IOException e) {
            throw new Unreadable(
                    Files.isDirectory(path)
                            ? "a folder"
                            : "one that cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (bytes.length > LONGEST) {
            throw new Unreadable("one of more than " + LONGEST + " bytes");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable("one that is not text in UTF-8");
        }
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        if (end == 0) {
            throw new Unreadable("an empty one");
        }
        return text.substring(0, end);
    }
}
