package dev.crossdock.transport.nats;

import dev.crossdock.messaging.spi.Secret;
import dev.crossdock.messaging.spi.Settings;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** As whom to connect. Shows what kind it is, and no secret. */
sealed interface Account {
    /** Whoever the server takes for somebody without a name. */
    record Nobody() implements Account {
        @Override
        public String toString() {
            return "nobody in particular";
        }
    }

    /** {@code username} and {@code password}. */
    record Password(String username, Secret password) implements Account {
        @Override
        public String toString() {
            return "'" + username + "'";
        }
    }

    /** {@code token}. */
    record Token(Secret token) implements Account {
        @Override
        public String toString() {
            return "the bearer of a token";
        }
    }

    /** {@code credentials}: a file with a token and the seed of a key. */
    record Credentials(Path file) implements Account {
        @Override
        public String toString() {
            return "the owner of " + file;
        }
    }

    /** {@code nkey}: the seed of a key. */
    record Key(Secret seed) implements Account {
        @Override
        public String toString() {
            return "the owner of an nkey";
        }
    }

    static Account read(Settings settings) {
        Optional<String> username = settings.text("username");
        Optional<Secret> password = settings.changingSecret("password");
        Optional<Secret> token = settings.changingSecret("token");
        Optional<String> credentials = settings.text("credentials");
        Optional<Secret> nkey = settings.changingSecret("nkey");
        int kinds = present(username) + present(token) + present(credentials) + present(nkey);
        if (kinds > 1) {
            throw settings.invalid(
                    "username", "only one of username, token, credentials and nkey", kinds + " of these");
        }
        if (username.isPresent()) {
            return new Password(
                    username.get(),
                    password.orElseThrow(
                            () -> settings.invalid("password", "a value, because username has one", "nothing")));
        }
        if (password.isPresent()) {
            throw settings.invalid("password", "nothing, because there is no username", "a value");
        }
        if (token.isPresent()) {
            return new Token(token.get());
        }
        if (credentials.isPresent()) {
            Path file = Path.of(credentials.get());
            if (!Files.isReadable(file)) {
                throw settings.invalid("credentials", "a file that can be read", "none at that path");
            }
            return new Credentials(file);
        }
        return nkey.isPresent() ? new Key(nkey.get()) : new Nobody();
    }

    /** Tells the client, before each connection that it is to make; those that it makes again itself are as this one. */
    default void apply(Options.Builder options) {
        if (this instanceof Password known) {
            options.userInfo(known.username(), known.password().value());
        } else if (this instanceof Token bearer) {
            options.tokenSupplier(() -> bearer.token().value().toCharArray());
        } else if (this instanceof Credentials file) {
            options.authHandler(Nats.credentials(file.file().toString()));
        } else if (this instanceof Key key) {
            options.authHandler(Nats.staticCredentials(null, key.seed().value().toCharArray()));
        }
    }

    private static int present(Optional<?> value) {
        return value.isPresent() ? 1 : 0;
    }
}
