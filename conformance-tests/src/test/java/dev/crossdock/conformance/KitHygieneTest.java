package dev.crossdock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.conformance.catalogue.Catalogue;
import dev.crossdock.conformance.catalogue.Entry;
import dev.crossdock.conformance.scenarios.Scenarios;
import dev.crossdock.messaging.ErrorCode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class KitHygieneTest {
    private static ScenarioResult play(Scenario body) {
        try (TransportHarness harness = new InMemoryHarness("plain-queue")) {
            return new ScenarioRunner(harness, 1).play(Catalogue.standard().entry("B01"), body);
        }
    }

    @Test
    void everyEntryOfTheRequiredTiersHasABody() {
        for (Entry entry : Catalogue.standard().entries()) {
            if (entry.tier() <= 1) {
                assertThat(Scenarios.all()).containsKey(entry.id());
            }
        }
        assertThat(Catalogue.standard().entries()).hasSize(116);
    }

    @Test
    void everyModeOfABrokerHasAShareOfTheScenariosWithFaults() {
        List<String> modes = List.of(
                "rabbitmq/quorum",
                "kafka/consumer-group",
                "sqs/standard",
                "sqs/fifo",
                "nats/jetstream",
                "pulsar/shared",
                "pulsar/key-shared");
        assertThat(modes)
                .allMatch(mode -> Catalogue.standard().entries().stream()
                        .anyMatch(entry ->
                                FaultSelection.SHARE.plays(entry, mode) && !FaultSelection.NONE.plays(entry, mode)));
    }

    @Test
    void aScenarioThatChecksNothingIsUnknown() {
        assertThat(play(stage -> {}).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aScenarioThatIsViolatedFailsWithItsCode() {
        ScenarioResult result = play(stage -> stage.check(false, "sentinel", "this must fail"));
        assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(result.code()).isEqualTo("B01.sentinel");
    }

    @Test
    void aScenarioThatThrowsFails() {
        ScenarioResult result = play(stage -> {
            throw new IllegalStateException("something broke");
        });
        assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(result.message()).contains("something broke");
    }

    @Test
    void aScenarioThatNeedsWhatItsHarnessCannotDoIsUnknown() {
        ScenarioResult result = play(stage -> stage.harness().security());
        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(result.code()).isEqualTo("B01.unsupported");
        assertThat(result.message()).contains("has no accounts");
    }

    @Test
    void anyOtherErrorThanTheOneThatIsWantedIsNotAccepted() {
        ScenarioResult result = play(stage -> stage.refused(ErrorCode.TOO_LARGE, "typed", () -> {
            throw new dev.crossdock.messaging.MessagingException(ErrorCode.NOT_FOUND, "another one");
        }));
        assertThat(result.code()).isEqualTo("B01.typed");
    }

    @Test
    void aSubclassThatRedeclaresTheSuiteDoesNotCompile() {
        String source = """
                import java.util.stream.Stream;
                class Cheat extends dev.crossdock.conformance.TransportConformance {
                    protected dev.crossdock.conformance.TransportHarness harness() { return null; }
                    public Stream<org.junit.jupiter.api.DynamicNode> conformance() { return Stream.empty(); }
                }
                """;
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Cheat.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        diagnostics,
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(file))
                .call();
        assertThat(compiled).isFalse();
        assertThat(diagnostics.getDiagnostics().toString()).contains("final");
    }

    @Test
    void noScenarioSleeps() throws Exception {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(source).toLowerCase(Locale.ROOT))
                        .as(source.toString())
                        .doesNotContain("thread.sleep");
            }
        }
    }
}
