package dev.crossdock.transport.kafka;

import dev.crossdock.messaging.spi.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.jspecify.annotations.Nullable;

/**
 * Tells the native client who we are, each time that a connection is made or has to be authenticated again. Left to itself
 * the client remembers the password that it was made with.
 *
 * <p>Public for the client only, which makes one for each of its connections' builders. Not for use elsewhere.
 */
public final class Login implements AuthenticateCallbackHandler {
    /** Where the {@link Secret} stands among the client's properties. */
    static final String PASSWORD = "crossdock.sasl.password";

    private static final String USERNAME = "username";

    private @Nullable String username;
    private @Nullable Secret password;

    /** For the client. */
    public Login() {}

    @Override
    public void configure(
            Map<String, ?> properties, String saslMechanism, List<AppConfigurationEntry> jaasConfigEntries) {
        username = (String) jaasConfigEntries.get(0).getOptions().get(USERNAME);
        password = (Secret) properties.get(PASSWORD);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(username);
            } else if (callback instanceof PasswordCallback asked) {
                asked.setPassword(
                        Objects.requireNonNull(password, PASSWORD).value().toCharArray());
            } else if (!(callback instanceof ScramExtensionsCallback)) {
                // Extensions are of delegation tokens, which nobody can set here.
                throw new UnsupportedCallbackException(callback, "neither the name nor the password");
            }
        }
    }

    @Override
    public void close() {}
}
