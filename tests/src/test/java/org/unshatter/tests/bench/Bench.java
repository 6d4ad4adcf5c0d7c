package org.unshatter.tests.bench;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unshatter.tests.cli.Jvm;

/** Runs {@code ./unshatter bench} as the launcher does, but never builds. */
public final class Bench {

    /** Takes the place of OpenBLAS where it is to be absent. */
    static final String NO_OPENBLAS = "-Dunshatter.openblas=libthere-is-none.so";

    private Bench() {
    }

    static Jvm.Run run(Path folder, List<String> options, String... arguments) {
        return Jvm.run(folder, null, command(options, arguments));
    }

    /** The command of {@link #run}. */
    public static List<String> command(List<String> options, String... arguments) {
        Path target = Path.of(System.getProperty("unshatter.root", ".."), "bench", "target").toAbsolutePath();
        String name = Jvm.jar().getFileName().toString().replace("unshatter-", "unshatter-bench-");
        Path jar = target.resolve(name);
        if (!Files.isRegularFile(jar)) {
            fail("there is no " + jar + "; run the tests by \"mvn verify\" at the root");
        }
        List<String> command = new ArrayList<>(List.of(Jvm.java().toString(), "--add-modules", "jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-Djmh.ignoreLock=true", "-cp", jar + ":" + target.resolve("lib") + "/*")); // another JMH may run on the machine
        command.addAll(options);
        command.add("org.unshatter.bench.Main");
        command.addAll(List.of(arguments));
        return command;
    }
}
