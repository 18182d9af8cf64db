package dev.crossdock.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.conformance.FaultSelection;
import dev.crossdock.conformance.Outcome;
import dev.crossdock.conformance.ScenarioResult;
import dev.crossdock.conformance.catalogue.Catalogue;
import dev.crossdock.conformance.catalogue.Entry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConformanceReportTest {
    private static final String MODE = "acme/queue";

    @TempDir
    Path folder;

    private Path parts;
    private final List<ScenarioResult> results = new ArrayList<>();
    private final List<MutantLog.Death> deaths = new ArrayList<>();

    @BeforeEach
    void everythingIsAsItShouldBe() {
        parts = folder.resolve("parts");
        List<String> killers = new ArrayList<>();
        for (Entry entry : Catalogue.standard().entries()) {
            if (entry.tier() <= 1 && entry.needs().isThereInProcess()) {
                results.add(new ScenarioResult(entry.id(), Outcome.PASS, 7, "", ""));
                killers.add(entry.id() + ".found");
            }
        }
        deaths.add(new MutantLog.Death("m01", "is broken in every way", List.of("B01.found"), killers));
    }

    private List<String> complaints() throws Exception {
        return complaints(false);
    }

    private List<String> complaints(boolean partial) throws Exception {
        return report(partial).complaints(List.of(MODE), 1);
    }

    private ConformanceReport report(boolean partial) throws Exception {
        ResultLog.write(
                parts.resolve("run-acme_queue.json"),
                new ResultLog.Part("acme", MODE, "Acme 1.0", true, partial, FaultSelection.NONE, results));
        ResultLog.write(parts.resolve("mutants-any.json"), deaths);
        return ConformanceReport.read(parts, "1.2.3");
    }

    private void becomes(String id, Outcome outcome) {
        results.replaceAll(result ->
                result.id().equals(id) ? new ScenarioResult(id, outcome, 7, id + ".code", "so\nit is") : result);
    }

    @Test
    void aRunInWhichEverythingHoldsHasNoComplaint() throws Exception {
        assertThat(complaints()).isEmpty();
    }

    @Test
    void emulatedAndRefusedConform() throws Exception {
        becomes("I01", Outcome.EMULATED);
        becomes("C05", Outcome.REFUSED);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void aFailureAndAnUnknownAreComplainedAboutWithModeAndFirstLine() throws Exception {
        becomes("B01", Outcome.FAIL);
        becomes("B02", Outcome.UNKNOWN);
        assertThat(complaints())
                .containsExactly("acme/queue B01 FAIL B01.code: so", "acme/queue B02 UNKNOWN B02.code: so");
    }

    @Test
    void aScenarioWithoutAResultIsNotRunAndComplainedAbout() throws Exception {
        results.removeIf(result -> result.id().equals("E02"));
        assertThat(complaints()).containsExactly("acme/queue E02 NOT-RUN it has no result");
    }

    @Test
    void aModeThatDidNotRunIsComplainedAbout() throws Exception {
        assertThat(report(false).complaints(List.of(MODE, "acme/log"), 1))
                .containsExactly("there is no run of acme/log");
    }

    @Test
    void aPartOfARunDoesNotCountAsOne() throws Exception {
        assertThat(complaints(true)).containsExactly("the run of acme/queue is partial");
    }

    @Test
    void aMutantThatItsDesignatedScenarioDidNotKillIsComplainedAbout() throws Exception {
        deaths.add(new MutantLog.Death("m02", "lives", List.of("C01.lost"), List.of("C01.other")));
        assertThat(complaints()).containsExactly("mutant m02 (lives) was not killed by C01.lost");
    }

    @Test
    void tooFewMutantsAreComplainedAbout() throws Exception {
        assertThat(report(false).complaints(List.of(MODE), 2)).containsExactly("wanted at least 2 mutants, found 1");
    }

    @Test
    void aScenarioThatKillsNoMutantIsComplainedAbout() throws Exception {
        MutantLog.Death all = deaths.remove(0);
        List<String> fewer =
                all.killedBy().stream().filter(code -> !code.startsWith("G03.")).toList();
        deaths.add(new MutantLog.Death(all.id(), all.title(), all.designated(), fewer));
        assertThat(complaints()).containsExactly("scenario G03 has killed no mutant: nobody knows whether it can fail");
    }

    @Test
    void theFileForProgramsHasTheAgreedShape() throws Exception {
        becomes("B01", Outcome.FAIL);
        Path file = folder.resolve("report.json");
        report(false).writeJson(file);
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
        assertThat(json.get("kit").asString()).isEqualTo("1.2.3");
        JsonNode run = json.get("runs").get(0);
        assertThat(run.get("transport").asString()).isEqualTo("acme");
        assertThat(run.get("mode").asString()).isEqualTo(MODE);
        assertThat(run.get("broker").asString()).isEqualTo("Acme 1.0");
        JsonNode b01 = null;
        for (JsonNode scenario : run.get("scenarios")) {
            b01 = scenario.get("id").asString().equals("B01") ? scenario : b01;
        }
        assertThat(b01).isNotNull();
        assertThat(b01.get("outcome").asString()).isEqualTo("FAIL");
        assertThat(b01.get("millis").asLong()).isEqualTo(7);
        assertThat(b01.get("message").asString()).isEqualTo("B01.code: so\nit is");
        JsonNode mutant = json.get("mutants").get(0);
        assertThat(mutant.get("id").asString()).isEqualTo("m01");
        assertThat(mutant.get("killedBy").isArray()).isTrue();
    }

    @Test
    void whatNeedsANetworkIsListedForABrokerInTheProcessAndRequiredOfAnyOther() throws Exception {
        assertThat(report(false).runs().get(0).notExpressible()).contains("P01", "P03");
        ResultLog.write(
                parts.resolve("run-acme_queue.json"),
                new ResultLog.Part("acme", MODE, "Acme 1.0", false, false, FaultSelection.NONE, results));
        assertThat(ConformanceReport.read(parts, "1.2.3").complaints(List.of(MODE), 1))
                .contains("acme/queue P01 NOT-RUN it has no result");
    }

    @Test
    void ofTheScenariosWithFaultsARunIsAskedForWhatItWasToPlay() throws Exception {
        assertThat(complaintsOfA(FaultSelection.NONE)).noneMatch(complaint -> complaint.contains(" N10 "));
        assertThat(complaintsOfA(FaultSelection.ALL)).contains("acme/queue N10 NOT-RUN it has no result");
        int ofTheShare = complaintsOfA(FaultSelection.SHARE).size()
                - complaintsOfA(FaultSelection.NONE).size();
        int ofAll = complaintsOfA(FaultSelection.ALL).size()
                - complaintsOfA(FaultSelection.NONE).size();
        assertThat(ofTheShare).isBetween(1, ofAll / 2);
    }

    private List<String> complaintsOfA(FaultSelection faults) throws Exception {
        ResultLog.write(
                parts.resolve("run-acme_queue.json"),
                new ResultLog.Part("acme", MODE, "Acme 1.0", false, false, faults, results));
        ResultLog.write(parts.resolve("mutants-any.json"), deaths);
        return ConformanceReport.read(parts, "1.2.3").complaints(List.of(MODE), 1);
    }

    @Test
    void thePageForPeopleShowsTheMatrixAndIsTheSameForTheSameOutcomes() throws Exception {
        becomes("B02", Outcome.EMULATED);
        String page = MatrixPage.of(report(false));
        assertThat(page).contains("| id | situation | acme/queue |").contains("| B02 | Consumer leaves with unsettled");
        results.replaceAll(result -> new ScenarioResult(
                result.id(), result.outcome(), result.millis() + 1, result.code(), result.message()));
        assertThat(MatrixPage.of(report(false))).isEqualTo(page);
    }

    @Test
    void theBuildFailsWithAllComplaintsOnceBothFilesAreWritten() throws Exception {
        becomes("B01", Outcome.FAIL);
        report(false);
        Path json = folder.resolve("report.json");
        Path page = folder.resolve("docs/conformance.md");
        String[] arguments = {parts.toString(), json.toString(), page.toString(), "1.2.3", MODE, "1"};
        assertThatThrownBy(() -> ReportMain.main(arguments))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("acme/queue B01 FAIL");
        assertThat(json).exists();
        assertThat(page).exists();
    }

    @Test
    void aBuildWithoutContainersNeitherDemandsNorBelievesTheirRunsAndLeavesThePage() throws Exception {
        becomes("B01", Outcome.FAIL);
        report(false);
        Path json = folder.resolve("report.json");
        Path page = folder.resolve("conformance.md");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            ReportMain.main(new String[] {
                parts.toString(),
                json.toString(),
                page.toString(),
                "1.2.3",
                null,
                "1",
                MODE + ",other/mode",
                "containers"
            });
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("LEFT OUT", MODE, "other/mode");
        assertThat(Files.readString(json)).doesNotContain(MODE);
        assertThat(page).doesNotExist();
    }

    @Test
    void aBuildWithContainersDemandsTheirRuns() throws Exception {
        report(false);
        String[] arguments = {
            parts.toString(),
            folder.resolve("report.json").toString(),
            folder.resolve("conformance.md").toString(),
            "1.2.3",
            MODE,
            "1",
            "other/mode",
            null
        };
        assertThatThrownBy(() -> ReportMain.main(arguments)).hasMessageContaining("there is no run of other/mode");
    }
}
