package dev.crossdock.conformance.scenarios;

import dev.crossdock.conformance.Scenario;
import java.util.Map;

/** The scenarios of one section of the catalogue, by id. */
interface Section {
    Map<String, Scenario> scenarios();
}
