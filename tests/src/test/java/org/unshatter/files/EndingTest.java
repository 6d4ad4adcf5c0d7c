package org.unshatter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.tests.ByOtherProcesses;
import org.unshatter.tests.cli.Jvm;

/** The end of a JVM does not wait for what itself waits for the end. */
@ByOtherProcesses
class EndingTest {

    @TempDir
    Path folder;

    /** Writes once, so that the library's hook is there, and once more from a hook of its own. */
    public static final class Hook {
        public static void main(String[] arguments) throws IOException {
            Ending.waitsFor(() -> System.out.println("written"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                while (true) { // hooks begin in any order
                    try {
                        Ending.waitsFor(() -> { });
                    } catch (IOException e) {
                        System.out.println("refused: " + e.getMessage());
                        return;
                    }
                }
            }));
        }
    }

    @Test
    void aHookThatWritesIsRefusedAndTheProcessEnds() {
        Jvm.Run run = Jvm.run(folder, null, List.of(Jvm.java().toString(), "-cp", System.getProperty("java.class.path"), Hook.class.getName()));
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of("written", "refused: the JVM is ending, expected no file to be written any more"), run.out().lines().toList());
    }
}
