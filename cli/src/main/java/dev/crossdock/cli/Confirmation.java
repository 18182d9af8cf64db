package dev.crossdock.cli;

import java.io.Console;
import picocli.CommandLine.Option;

/** Asks before something is destroyed. */
final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    /** Returns if it is to be done. */
    void demand(String what) throws NotConfirmed {
        if (yes) {
            return;
        }
        Console console = Terminal.find();
        if (console == null) {
            throw new NotConfirmed("Wanted to " + what + ", found nobody to ask; --yes does it without asking");
        }
        String answer = console.readLine("This will %s. Type yes to go on: ", what);
        if (!"yes".equals(answer)) {
            throw new NotConfirmed("Nothing was done");
        }
    }
}
