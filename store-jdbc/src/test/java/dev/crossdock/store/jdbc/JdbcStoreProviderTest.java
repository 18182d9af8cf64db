package dev.crossdock.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.messaging.Claim;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.Messaging;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import dev.crossdock.messaging.spi.IdempotencyStoreProvider;
import dev.crossdock.messaging.spi.Settings;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JdbcStoreProviderTest {
    private static final String PREFIX = "crossdock.idempotency.jdbc.";

    private static Map<String, String> with(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        properties.put(PREFIX + "url", Databases.url());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(PREFIX + keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }

    private static IdempotencyStore open(Map<String, String> properties) {
        return new JdbcStoreProvider().open(Settings.of(properties, Map.of(), PREFIX), TimeSource.system());
    }

    private static MessagingException refused(Map<String, String> properties) {
        try {
            open(properties).close();
        } catch (MessagingException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was opened");
    }

    private static String everythingIn(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = thrown; next != null; next = next.getCause()) {
            text.append(next).append('\n');
            Stream.of(next.getSuppressed()).forEach(text::append);
        }
        return text.toString();
    }

    @Test
    void opensAPoolAndRemembers() throws Exception {
        Map<String, String> properties = with("pool-size", "3", "table", "inbox", "timeout", "5s");
        Claim.Acquired claim;
        IdempotencyStore store = open(properties);
        claim = (Claim.Acquired) store.claim("s", "k", Duration.ofMinutes(1));
        assertThat(store.complete(claim, Duration.ofDays(1))).isTrue();
        store.close();
        IdempotencyStore again = open(properties);
        assertThat(again.claim("s", "k", Duration.ofMinutes(1))).isInstanceOf(Claim.Completed.class);
        again.close();
        assertThatThrownBy(() -> again.claim("s", "k", Duration.ofMinutes(1))).isInstanceOf(MessagingException.class);
    }

    @Test
    void isFoundByTheEngine() {
        Map<String, String> properties = with();
        properties.put("crossdock.transport", "inmemory");
        properties.put("crossdock.idempotency.store", "jdbc");
        Messaging.open(MessagingConfig.of(properties)).close();
        properties.put(PREFIX + "pool-sise", "3");
        assertThatThrownBy(() -> Messaging.open(MessagingConfig.of(properties)).close())
                .hasMessageContaining("pool-sise")
                .hasMessageContaining(PREFIX + "pool-size");
    }

    @Test
    void impossibleSettingsAreSaidWithWhatIsPossible() {
        assertThat(refused(Map.of()).getMessage()).contains(PREFIX + "url");
        assertThat(refused(with("table", "a b")).getMessage()).contains(PREFIX + "table");
        assertThat(refused(with("schema", "drop")).getMessage()).contains("create, verify, none");
        assertThat(refused(with("client.password", "secret")).code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        MessagingException noDriver = refused(with("url", "jdbc:oracle:thin:scott/tiger@//host/db?password=hush4711"));
        assertThat(noDriver.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(everythingIn(noDriver)).contains("org.postgresql").doesNotContain("hush4711", "tiger");
        assertThat(everythingIn(refused(with("url", "postgres://me:hush4711@host/db"))))
                .doesNotContain("hush4711");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        MessagingException e = refused(
                with("url", "jdbc:h2:tcp://localhost:1/mem:x;PASSWORD=hush4711", "username", "me", "timeout", "1s"));
        assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(everythingIn(e)).contains("jdbc:h2:tcp://localhost:1/mem:x").doesNotContain("hush4711");
    }

    @Test
    void aWrongPasswordIsUnauthenticatedAndNotShown() throws Exception {
        String url = Databases.url();
        open(with("url", url, "username", "me", "password", "right")).close();
        MessagingException e = refused(with("url", url, "username", "me", "password", "hush4711"));
        assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(everythingIn(e)).doesNotContain("hush4711");
    }

    @Test
    void aPasswordThatIsNoSecretDoesNotHideTheError() {
        MessagingException e = refused(
                with("url", "jdbc:h2:tcp://localhost:1/mem:h2", "username", "h2", "password", "h2", "timeout", "1s"));
        assertThat(e).hasMessageContaining("Connection is broken");
    }

    @Test
    void nothingOfAConfigurationThatIsSecretIsShown() {
        JdbcConfig config = JdbcConfig.read(Settings.of(
                with(
                        "url", "jdbc:mariadb://me:hush4711@db.example.com/shop?useSsl=true&trustStorePassword=hush4712",
                        "password", "hush4713",
                        "client.keyStorePassword", "hush4714"),
                Map.of(),
                PREFIX));
        assertThat(config).hasToString("JdbcConfig[jdbc:mariadb://db.example.com/shop, " + config.options() + "]");
        assertThat(config.secrets())
                .contains("hush4711", "hush4712", "hush4713", "hush4714")
                .doesNotContain("true");
        Exception cause = new IllegalStateException("cannot use hush4712");
        assertThat(everythingIn(new Faults("at " + config.place(), config::secrets).of("it", cause)))
                .doesNotContain("hush");
    }

    @Test
    void withoutThePoolItSaysWhatToAdd() throws Exception {
        try (WithoutHikari loader = new WithoutHikari()) {
            Class<?> provider = loader.loadClass(JdbcStoreProvider.class.getName());
            assertThat(provider).isNotEqualTo(JdbcStoreProvider.class);
            IdempotencyStoreProvider lonely =
                    (IdempotencyStoreProvider) provider.getConstructor().newInstance();
            assertThatThrownBy(() -> lonely.open(Settings.of(with(), Map.of(), PREFIX), TimeSource.system()))
                    .isInstanceOf(MessagingException.class)
                    .isNotInstanceOf(InvocationTargetException.class)
                    .hasMessageContaining("com.zaxxer:HikariCP")
                    .hasMessageStartingWith("INVALID_CONFIGURATION");
        }
    }

    /** Loads this module anew, where there is no pool. */
    private static final class WithoutHikari extends URLClassLoader {
        WithoutHikari() {
            super(
                    new URL[] {
                        JdbcStoreProvider.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    JdbcStoreProviderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.zaxxer.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.startsWith("dev.crossdock.store.jdbc.")) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }
}
