package dev.crossdock.conformance;

import dev.crossdock.conformance.network.Certificates;
import dev.crossdock.messaging.ErrorCode;
import dev.crossdock.messaging.IdempotencyStore;
import dev.crossdock.messaging.MessagingException;
import dev.crossdock.messaging.TimeSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** H. Stores, their certificates and their secrets. */
final class StoreSecurityScenarios {
    private static final String WRONG = "not-to-be-seen-51e7";

    private StoreSecurityScenarios() {}

    static Map<String, StoreScenario> all() {
        return Map.of(
                "H25", StoreSecurityScenarios::certificates,
                "H26", StoreSecurityScenarios::wrongPassword,
                "H27", StoreSecurityScenarios::changedSecret);
    }

    private static void certificates(StoreStage stage) throws Exception {
        StoreSecurity security = security(stage);
        Certificates ours = Certificates.create();
        Certificates theirs = Certificates.create();
        Map<String, String> secured = security.secured(ours.trustStore());
        security.show(ours.identity("localhost"));
        works(stage, secured, "right");
        security.show(theirs.identity("localhost"));
        refused(stage, secured, "authority");
        security.show(ours.identity("elsewhere.example"));
        refused(stage, secured, "host");
        security.show(ours.expiredIdentity("localhost"));
        refused(stage, secured, "expired");
        // It was the certificate and nothing else.
        security.show(ours.identity("localhost"));
        works(stage, secured, "again");
    }

    private static void wrongPassword(StoreStage stage) throws Exception {
        MessagingException error = refused(stage, security(stage).wrongPassword(WRONG), "accepted");
        kept(stage, error, WRONG);
        works(stage, stage.harness().configuration(), "right");
    }

    private static void changedSecret(StoreStage stage) throws Exception {
        StoreSecurity security = security(stage);
        Rotation account = security.rotation();
        String first = account.secret();
        Path file = Files.createTempFile("crossdock-secret", "");
        file.toFile().deleteOnExit();
        account.writeTo(file);
        IdempotencyStore store = open(stage, account.in(stage.harness().configuration(), file));
        stage.acquired(store.claim(stage.scope(), "before", StoreStage.LONG), "before");
        account.change();
        security.dropConnections();
        stage.await("told", () -> {
            try {
                var unused = store.claim(stage.scope(), "between", StoreStage.LONG);
                return false;
            } catch (MessagingException e) {
                kept(stage, e, first);
                return e.code() == ErrorCode.UNAUTHENTICATED;
            }
        });
        account.writeTo(file);
        stage.await("after", () -> {
            try {
                var unused = store.claim(stage.scope(), "after", StoreStage.LONG);
                return true;
            } catch (MessagingException e) {
                kept(stage, e, first);
                kept(stage, e, account.secret());
                return false;
            }
        });
    }

    private static StoreSecurity security(StoreStage stage) {
        return stage.harness().security().orElseThrow(UnsupportedOperationException::new);
    }

    private static void works(StoreStage stage, Map<String, String> configuration, String code) throws Exception {
        IdempotencyStore store = open(stage, configuration);
        stage.acquired(store.claim(stage.scope(), code, StoreStage.LONG), code);
    }

    private static MessagingException refused(StoreStage stage, Map<String, String> configuration, String code)
            throws Exception {
        try {
            IdempotencyStore unused = open(stage, configuration);
        } catch (MessagingException e) {
            stage.check(e.code() == ErrorCode.UNAUTHENTICATED, code, "wanted UNAUTHENTICATED, found " + e);
            return e;
        }
        throw new Violation(stage.id() + "." + code, "the store was opened");
    }

    private static IdempotencyStore open(StoreStage stage, Map<String, String> configuration) throws Exception {
        IdempotencyStore store = StoreOpening.open(configuration, TimeSource.system());
        AutoCloseable unused = stage.closing(store::close);
        return store;
    }

    private static void kept(StoreStage stage, Throwable error, String secret) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        stage.check(!text.toString().contains(secret), "secret", "an error shows a password");
    }
}
