package dev.crossdock.conformance.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.IdempotencyStoreConformance;
import dev.crossdock.conformance.Rotation;
import dev.crossdock.conformance.ScenarioResult;
import dev.crossdock.conformance.StoreHarness;
import dev.crossdock.conformance.StoreSecurity;
import dev.crossdock.conformance.TransportIdentity;
import dev.crossdock.conformance.report.MutantLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Stores that are careless with whom they talk to, or with their secrets: each has to be found out. */
@Tag("containers")
class StoreSecurityMutantsTest {
    @TestFactory
    List<DynamicTest> everyCarelessStoreIsFoundOut() {
        MutantLog log = new MutantLog("store-security");
        return List.of(
                test(log, "s13", "talks to whoever answers", "H25.authority"),
                test(log, "s14", "lets itself in whatever the password", "H26.accepted"),
                test(log, "s15", "reads its secret once and for all", "H27.after"));
    }

    private static DynamicTest test(MutantLog log, String id, String title, String designated) {
        return DynamicTest.dynamicTest(id + " " + title, () -> {
            try (StoreHarness harness = new Careless(id)) {
                ScenarioResult result =
                        IdempotencyStoreConformance.play(designated.substring(0, designated.indexOf('.')), harness);
                log.add(id, title, List.of(designated), List.of(result.code()));
                assertThat(result.code()).isEqualTo(designated);
            }
        });
    }

    /** Redis' harness, with configurations that a careless store would make of those that it is given. */
    private static final class Careless implements StoreHarness {
        private final String id;
        private final StoreHarness right = new RedisStoreHarness(false);

        Careless(String id) {
            this.id = id;
        }

        @Override
        public TransportIdentity identity() {
            return right.identity();
        }

        @Override
        public Map<String, String> configuration() {
            return right.configuration();
        }

        @Override
        public Optional<StoreSecurity> security() {
            StoreSecurity sound = right.security().orElseThrow();
            return Optional.of(new StoreSecurity() {
                @Override
                public Map<String, String> wrongPassword(String password) {
                    return id.equals("s14") ? configuration() : sound.wrongPassword(password);
                }

                @Override
                public void show(Path identity) throws Exception {
                    sound.show(identity);
                }

                @Override
                public Map<String, String> secured(Path trustStore) throws Exception {
                    return id.equals("s13") ? configuration() : sound.secured(trustStore);
                }

                @Override
                public Rotation rotation() {
                    return id.equals("s15") ? remembered(sound.rotation()) : sound.rotation();
                }

                @Override
                public void dropConnections() {
                    sound.dropConnections();
                }
            });
        }

        @Override
        public void close() {
            right.close();
        }
    }

    /** With what stood in the file, in place of the file. */
    private static Rotation remembered(Rotation sound) {
        AtomicBoolean begun = new AtomicBoolean();
        return Rotation.issued(
                (configuration, file) -> {
                    Map<String, String> right = sound.in(new HashMap<>(configuration), file);
                    configuration.clear();
                    right.forEach((key, value) -> {
                        boolean names = value.equals(file.toString());
                        configuration.put(names ? key.replace("-file", "") : key, names ? read(file) : value);
                    });
                },
                () -> {
                    if (begun.getAndSet(true)) {
                        sound.change();
                    }
                    return sound.secret();
                });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
