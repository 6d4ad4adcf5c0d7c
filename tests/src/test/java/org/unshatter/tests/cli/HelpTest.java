package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help is everywhere, on stdout, and no error. */
class HelpTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "help"})
    void listsTheCommands(String arguments) {
        Jvm.Run run = help(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        for (String command : List.of("reproduce", "diagnose", "summary", "info", "bench", "--help", "--version")) {
            assertTrue(run.out().contains(command), run::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reproduce --help", "reproduce --quick --help --seed 3"})
    void listsTheOptionsOfReproduce(String arguments) {
        Jvm.Run run = help(arguments.split(" "));
        for (String option : List.of("--only", "--quick", "--data", "--seed", "--threads", "--out", "--debug", "--help", "fig1, fig2, fig3, fig4, fig5, theory", "default")) {
            assertTrue(run.out().contains(option), run::toString);
        }
    }

    @Test
    void listsTheOptionsOfInfo() {
        Jvm.Run run = help("info", "--help");
        assertTrue(run.out().contains("--debug") && !run.out().contains("--seed"), run::toString);
    }

    @Test
    void theVersionIsOneLine() {
        assertTrue(help("--version").out().matches("unshatter \\d+\\.\\d+\\.\\d+\\S*\\R"));
    }

    private Jvm.Run help(String... arguments) {
        Jvm.Run run = Jvm.unshatter(folder, arguments);
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of(), run.errorLines(), run::toString);
        return run;
    }
}
