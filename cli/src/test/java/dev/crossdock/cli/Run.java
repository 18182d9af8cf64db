package dev.crossdock.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command that was run.
 *
 * @param code what a script would be told
 * @param out what it has printed
 * @param err what it has told people
 */
record Run(int code, String out, String err) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Runs a command against a broker in memory. */
    static Run of(String broker, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("-Dcrossdock.transport=inmemory");
        all.add("-Dcrossdock.inmemory.broker=" + broker);
        return bare(all.toArray(String[]::new));
    }

    /** Runs a command with nothing added. */
    static Run bare(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Crossdock.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int code = command.execute(words);
        return new Run(code, out.toString(), err.toString());
    }

    /** What it has printed, if that is JSON. */
    List<Map<String, Object>> json() {
        return out.lines()
                .map(line -> JSON.readValue(line, new TypeReference<Map<String, Object>>() {}))
                .toList();
    }
}
