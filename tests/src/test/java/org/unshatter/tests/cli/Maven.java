package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Builds within tests. */
final class Maven {

    private Maven() {
    }

    /** Skips the test where there is no Maven to start. */
    static void assumePresent() {
        Assumptions.assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "mvn"))), "there is no mvn on PATH");
    }

    /**
     * Runs it in a folder, with the JDK of the tests to compile with, and demands success.
     *
     * @param changes to the environment
     */
    static void run(Path folder, Map<String, String> changes, String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "MAVEN_ARGS"));
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"); // for Maven, javac and javadoc: they live too short for more, and take half the time
        environment.put("JAVA25_HOME", System.getProperty("java.home")); // where the toolchains plugin looks first
        environment.putAll(changes);
        // A umask of its own, for modes are what archives like to take over from the machine.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "umask 077; exec mvn \"$@\"", "mvn", "--batch-mode", "--quiet"));
        command.addAll(List.of(arguments));
        Jvm.Run run = Jvm.run(folder, environment, command);
        assertEquals(0, run.exit(), run::toString);
    }

    /** The folder with what Maven has downloaded: that of the build around, which surefire passes on. */
    static Path localRepository() {
        return Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
    }

    /** The version of a plugin that the build names. */
    static String versionOf(String plugin) throws IOException {
        String pom = Files.readString(Jvm.root().resolve("pom.xml"));
        int at = pom.indexOf("<version>", pom.indexOf("<artifactId>" + plugin + "<", pom.indexOf("<pluginManagement>"))) + "<version>".length();
        return pom.substring(at, pom.indexOf('<', at));
    }
}
