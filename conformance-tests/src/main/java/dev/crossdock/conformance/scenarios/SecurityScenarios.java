package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.BrokerSecurity;
import dev.crossdock.conformance.Program;
import dev.crossdock.conformance.Scenario;
import dev.crossdock.conformance.Stage;
import dev.crossdock.conformance.history.Kind;
import dev.crossdock.conformance.network.Certificates;
import dev.crossdock.conformance.network.Front;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.Message;
import dev.crossdock.messaging.MessagingConfig;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** P. Security. */
final class SecurityScenarios implements Section {
    private static final String GROUP = "group";
    private static final Duration SOON = Duration.ofSeconds(10);

    @Override
    public Map<String, Scenario> scenarios() {
        return Map.of(
                "P01", this::wrongCredentials,
                "P02", this::noRight,
                "P03", this::wrongCertificates,
                "P04", this::noTlsNoCertificate);
    }

    private void wrongCredentials(Stage stage) throws Exception {
        BrokerSecurity security = stage.security();
        // Who makes the accounts may have to wait for the front that another scenario has.
        Map<String, String> wrong = security.wrongPassword();
        long began = System.nanoTime();
        // To wait for a broker is not to try passwords.
        MessagingException error = stage.refused(
                ErrorCode.UNAUTHENTICATED,
                "accepted",
                () -> stage.program(config -> of(wrong).with("crossdock.start.wait", "1m")));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        stage.check(took.compareTo(SOON) <= 0, "late", "the refusal took " + took);
        stage.check(!error.code().isRetryable(), "retryable", "the refusal is called retryable: " + error);
        secretIsKept(stage, error, security.password());
        stage.program().publish(stage.topic(), Message.of(new byte[] {1}));
    }

    private void noRight(Stage stage) throws Exception {
        BrokerSecurity security = stage.security();
        Topic<byte[]> topic = stage.topic();
        Program owner = stage.program();
        owner.consume(topic, GROUP).handle().close();
        stage.claims().unfinished(topic.name() + " → " + GROUP);
        Program reader = stage.program(config -> of(security.mayNotPublish()).with("crossdock.provision", "none"));
        Program writer = stage.program(config -> of(security.mayNotConsume()).with("crossdock.provision", "none"));
        for (int i = 0; i < 3; i++) {
            MessagingException error = stage.refused(
                    ErrorCode.PERMISSION_DENIED, "publish", () -> reader.publish(topic, Message.of(new byte[] {1})));
            secretIsKept(stage, error, security.password());
        }
        MessagingException error = stage.refused(
                ErrorCode.PERMISSION_DENIED,
                "consume",
                () -> writer.consume(topic, GROUP).handle());
        secretIsKept(stage, error, security.password());
        // What is allowed works as if nothing had been refused.
        writer.publish(topic, Message.of(new byte[] {2}));
        reader.consume(topic, GROUP).handle();
        stage.awaitCount("unharmed", Kind.OK, 1);
        stage.quiet();
    }

    private void wrongCertificates(Stage stage) throws Exception {
        BrokerSecurity security = stage.security();
        Certificates ours = Certificates.create();
        Certificates theirs = Certificates.create();
        Path trust = ours.trustStore();
        refusesToTalk(stage, "authority", theirs.identity("localhost"), trust);
        refusesToTalk(stage, "host", ours.identity("elsewhere.example"), trust);
        refusesToTalk(stage, "expired", ours.expiredIdentity("localhost"), trust);
        synchronized (security) {
            try (Front front =
                    Front.tls(security.frontPort(), security.behindFront(), ours.identity("localhost"), null)) {
                talks(stage, trust, null);
                stage.check(front.connections() > 0, "vacuous", "nobody has used the front");
            }
        }
    }

    private void noTlsNoCertificate(Stage stage) throws Exception {
        BrokerSecurity security = stage.security();
        Certificates ours = Certificates.create();
        Path trust = ours.trustStore();
        synchronized (security) {
            try (Front plain = Front.plain(security.frontPort(), security.behindFront())) {
                // A server that cannot make sense of TLS may answer nonsense or hang up: whose fault it is nobody can
                // tell.
                refused(stage, Set.of(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAVAILABLE), "plain", trust);
                stage.check(plain.connections() > 0, "vacuous", "nobody has used the front");
                stage.check(!plain.wasSent(security.password()), "clear", "the password was sent in clear");
            }
            Path identity = ours.identity("localhost");
            try (Front demanding = Front.tls(security.frontPort(), security.behindFront(), identity, trust)) {
                refused(stage, Set.of(ErrorCode.UNAUTHENTICATED), "anonymous", trust);
                stage.check(demanding.connections() > 0, "vacuous", "nobody has used the front");
                talks(stage, trust, ours.identity("client"));
            }
        }
    }

    private static void refusesToTalk(Stage stage, String code, Path identity, Path trust) throws Exception {
        BrokerSecurity security = stage.security();
        synchronized (security) {
            try (Front front = Front.tls(security.frontPort(), security.behindFront(), identity, null)) {
                refused(stage, Set.of(ErrorCode.UNAUTHENTICATED), code, trust);
                stage.check(front.connections() > 0, "vacuous", "nobody has used the front");
                stage.check(!front.wasSent(security.password()), code, "the password was sent to a stranger");
            }
        }
    }

    private static void refused(Stage stage, Set<ErrorCode> expected, String code, Path trust) throws Exception {
        BrokerSecurity security = stage.security();
        Map<String, String> secured = security.throughFront(trust, null, Certificates.PASSWORD);
        MessagingException error = stage.refused(expected, code, () -> stage.program(config -> of(secured)));
        secretIsKept(stage, error, security.password());
    }

    private static void talks(Stage stage, Path trust, @Nullable Path keys) throws Exception {
        Map<String, String> secured = stage.security().throughFront(trust, keys, Certificates.PASSWORD);
        Topic<byte[]> topic = stage.topic();
        int before = stage.count(Kind.OK);
        Program program = stage.program(config -> of(secured));
        program.consume(topic, GROUP).handle();
        program.publish(topic, Message.of(new byte[] {1}));
        stage.awaitCount("right", Kind.OK, before + 1);
        program.close();
    }

    private static void secretIsKept(Stage stage, Throwable error, String secret) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        stage.check(!text.toString().contains(secret), "secret", "the error shows the password");
    }

    private static MessagingConfig of(Map<String, String> configuration) {
        return MessagingConfig.of(configuration).with("crossdock.close-timeout", "2s");
    }
}
