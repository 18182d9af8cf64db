package dev.crossdock.conformance.kafka;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Rotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** Accounts of the broker. Who comes without one, by the ways that ask for none, may do everything. */
final class KafkaSecurity implements BrokerSecurity {
    private static final String PASSWORD = "not-to-be-seen-7c41";
    private static final String EVERYTHING = "everything";
    private static final String NO_PUBLISH = "no-publish";
    private static final String NO_CONSUME = "no-consume";
    private static final String OTHER_PASSWORD = "other-password";
    private static final String CHANGING = "changing";
    private static final int ITERATIONS = 4096;

    private final String witnessAddress;
    private final int forAccounts;
    private final int behindFront;
    private final int frontPort;
    private final AtomicInteger changes = new AtomicInteger();
    private boolean granted;

    KafkaSecurity(String witnessAddress, int forAccounts, int behindFront, int frontPort) {
        this.witnessAddress = witnessAddress;
        this.forAccounts = forAccounts;
        this.behindFront = behindFront;
        this.frontPort = frontPort;
    }

    /** What the broker has to be started with. */
    static Map<String, String> environment(String... listeners) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("KAFKA_AUTHORIZER_CLASS_NAME", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        environment.put("KAFKA_SUPER_USERS", "User:ANONYMOUS;User:" + EVERYTHING + ";User:" + CHANGING);
        String accounts = "org.apache.kafka.common.security.plain.PlainLoginModule required "
                + String.join(
                        " ",
                        account(EVERYTHING, PASSWORD),
                        account(NO_PUBLISH, PASSWORD),
                        account(NO_CONSUME, PASSWORD),
                        account(OTHER_PASSWORD, "another-one"))
                + ";";
        for (String listener : listeners) {
            String prefix = "KAFKA_LISTENER_NAME_" + listener.toUpperCase(Locale.ROOT);
            environment.put(prefix + "_SASL_ENABLED_MECHANISMS", "PLAIN,SCRAM-SHA-512");
            environment.put(
                    prefix + "_SCRAM___SHA___512_SASL_JAAS_CONFIG",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
            environment.put(prefix + "_PLAIN_SASL_JAAS_CONFIG", accounts);
        }
        return environment;
    }

    private static String account(String name, String password) {
        return "user_" + name + "=\"" + password + "\"";
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public Map<String, String> wrongPassword() {
        return direct(OTHER_PASSWORD);
    }

    @Override
    public Map<String, String> mayNotPublish() {
        return direct(NO_PUBLISH);
    }

    @Override
    public Map<String, String> mayNotConsume() {
        return direct(NO_CONSUME);
    }

    @Override
    public InetSocketAddress behindFront() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), behindFront);
    }

    @Override
    public int frontPort() {
        return frontPort;
    }

    @Override
    public Map<String, String> throughFront(Path trustStore, @Nullable Path keyStore, String storePassword) {
        Map<String, String> configuration = account(EVERYTHING, frontPort, "sasl-ssl");
        configuration.put("crossdock.kafka.tls.trust-store", trustStore.toString());
        configuration.put("crossdock.kafka.tls.trust-store-password", storePassword);
        if (keyStore != null) {
            configuration.put("crossdock.kafka.tls.key-store", keyStore.toString());
            configuration.put("crossdock.kafka.tls.key-store-password", storePassword);
        }
        return configuration;
    }

    /** With SCRAM, because accounts of PLAIN are those that the broker was started with. */
    @Override
    public Rotation rotation() {
        return Rotation.of(
                (secured, file) -> {
                    secured.put("crossdock.kafka.sasl-mechanism", "scram-sha-512");
                    secured.put("crossdock.kafka.sasl-username", CHANGING);
                    secured.remove("crossdock.kafka.sasl-password");
                    secured.put("crossdock.kafka.sasl-password-file", file.toString());
                },
                this::change);
    }

    /** Returns when the broker knows it, which shows in the number of iterations: that is another one each time. */
    private void change(String secret) {
        int iterations = ITERATIONS + changes.incrementAndGet();
        ScramCredentialInfo wanted = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, iterations);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", witnessAddress))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(CHANGING, wanted, secret)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!admin.describeUserScramCredentials(List.of(CHANGING))
                    .description(CHANGING)
                    .get(30, TimeUnit.SECONDS)
                    .credentialInfos()
                    .contains(wanted)) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("the broker has not learnt the secret of " + CHANGING);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> direct(String account) {
        grant();
        return account(account, forAccounts, "sasl-plaintext");
    }

    private static Map<String, String> account(String account, int port, String protocol) {
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("crossdock.transport", "kafka");
        configuration.put("crossdock.kafka.bootstrap-servers", "localhost:" + port);
        configuration.put("crossdock.kafka.partitions", "3");
        configuration.put("crossdock.kafka.security-protocol", protocol);
        configuration.put("crossdock.kafka.sasl-mechanism", "plain");
        configuration.put("crossdock.kafka.sasl-username", account);
        configuration.put("crossdock.kafka.sasl-password", PASSWORD);
        return configuration;
    }

    private synchronized void grant() {
        if (granted) {
            return;
        }
        List<AclBinding> rights = new ArrayList<>();
        allow(rights, NO_PUBLISH, ResourceType.TOPIC, AclOperation.READ);
        allow(rights, NO_PUBLISH, ResourceType.GROUP, AclOperation.READ);
        allow(rights, NO_CONSUME, ResourceType.TOPIC, AclOperation.WRITE);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", witnessAddress))) {
            admin.createAcls(rights).all().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        granted = true;
    }

    private static void allow(List<AclBinding> rights, String account, ResourceType what, AclOperation operation) {
        rights.add(new AclBinding(
                new ResourcePattern(what, "*", PatternType.LITERAL),
                new AccessControlEntry("User:" + account, "*", operation, AclPermissionType.ALLOW)));
    }
}
