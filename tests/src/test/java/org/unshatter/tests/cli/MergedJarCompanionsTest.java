package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.tests.ByOtherProcesses;
import org.w3c.dom.Document;

/** What lies beside the one jar: its sources, its Javadoc, and a POM that asks for nothing else. */
@ByOtherProcesses
class MergedJarCompanionsTest {

    private static final String NAME = Jvm.jar().getFileName().toString().replaceAll("\\.jar$", "");
    private static final String VERSION = NAME.replace("unshatter-", "");
    private static final String HERE = "org/unshatter/unshatter/" + VERSION + "/";

    @TempDir
    Path folder;

    private static Path beside(String end) {
        Path file = Jvm.jar().resolveSibling(NAME + end);
        assertTrue(Files.isRegularFile(file), () -> "there is no " + file + "; run the tests by \"mvn verify\" at the root");
        return file;
    }

    private static Set<String> files(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Java's top-level classes are in files of their names here, but for those that a file keeps to itself. */
    @Test
    void theSourcesAreThoseOfTheClasses() throws IOException {
        Set<String> classes = files(Jvm.jar()).stream().filter(name -> name.endsWith(".class") && !name.contains("$"))
                .map(name -> name.replace(".class", ".java")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> sources = files(beside("-sources.jar")).stream().filter(name -> name.endsWith(".java") && !name.endsWith("/package-info.java"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(classes, sources);
        try (ZipFile zip = new ZipFile(beside("-sources.jar").toFile())) {
            String text = new String(zip.getInputStream(zip.getEntry("module-info.java")).readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.contains("module org.unshatter {"), text);
        }
    }

    /** A page for each public class of an exported package, and for no other. */
    @Test
    void theJavadocIsThatOfThePublicApi() throws IOException, ClassNotFoundException {
        Set<String> exported = ModuleFinder.of(Jvm.jar()).find("org.unshatter").orElseThrow().descriptor().exports().stream()
                .map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>();
        for (String file : files(Jvm.jar())) {
            String name = file.replaceAll("\\.class$", "").replace('/', '.');
            if (file.endsWith(".class") && name.contains(".") && exported.contains(name.substring(0, name.lastIndexOf('.')))) {
                Class<?> type = Class.forName(name, false, getClass().getClassLoader());
                if (open(type)) {
                    expected.add("org.unshatter/" + type.getPackageName().replace('.', '/') + "/" + type.getCanonicalName().substring(type.getPackageName().length() + 1) + ".html");
                }
            }
        }
        Set<String> pages = files(beside("-javadoc.jar"));
        assertEquals(expected, pages.stream().filter(page -> page.matches("org\\.unshatter/.*/[A-Z][^/]*\\.html")).collect(Collectors.toCollection(TreeSet::new)));
        assertTrue(pages.containsAll(List.of("index.html", "element-list", "org.unshatter/module-summary.html")), pages::toString);
        assertTrue(expected.size() > 100, expected::toString);
    }

    /** Whether other packages see it: it and all around it must be public or protected. */
    private static boolean open(Class<?> type) {
        return !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic() && (Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers()))
                && (type.getEnclosingClass() == null || open(type.getEnclosingClass()));
    }

    @Test
    void thePomAsksForNothing() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(beside(".pom").toFile());
        assertAll(
                () -> assertEquals("org.unshatter", text(pom, "groupId")),
                () -> assertEquals("unshatter", text(pom, "artifactId")),
                () -> assertEquals(VERSION, text(pom, "version")),
                () -> assertEquals("MIT", pom.getElementsByTagName("license").item(0).getFirstChild().getNextSibling().getTextContent()),
                () -> assertFalse(text(pom, "description").isBlank()));
        for (String absent : List.of("dependencies", "dependency", "parent", "repositories")) {
            assertEquals(0, pom.getElementsByTagName(absent).getLength(), absent);
        }
        assertFalse(Files.readString(beside(".pom")).contains("${"), "something is not filled in");
    }

    private static String text(Document pom, String name) {
        return pom.getElementsByTagName(name).item(0).getTextContent();
    }

    /**
     * A project of Maven's that depends on it, after the command of docs/JAR.md. The repository is a temporary one which links to all that the user's
     * holds, so that nothing is downloaded and the user's remains as it is.
     */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aMavenProjectThatDependsOnItGetsItAlone() throws IOException {
        Maven.assumePresent();
        Path repository = folder.resolve("repository");
        link(Maven.localRepository(), repository, "org");
        link(Maven.localRepository().resolve("org"), repository.resolve("org"), "unshatter");
        Files.writeString(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>outside</groupId>
                  <artifactId>outside</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>org.unshatter</groupId>
                      <artifactId>unshatter</artifactId>
                      <version>%s</version>
                    </dependency>
                  </dependencies>
                </project>
                """.formatted(VERSION));
        Path classPath = folder.resolve("class-path");
        Maven.run(folder, Map.of(), "-Dmaven.repo.local=" + repository,
                "org.apache.maven.plugins:maven-install-plugin:" + Maven.versionOf("maven-install-plugin") + ":install-file",
                "-Dfile=" + Jvm.jar(), "-DpomFile=" + beside(".pom"), "-Dsources=" + beside("-sources.jar"), "-Djavadoc=" + beside("-javadoc.jar"),
                "org.apache.maven.plugins:maven-dependency-plugin:" + Maven.versionOf("maven-dependency-plugin") + ":build-classpath",
                "-Dmdep.outputFile=" + classPath);
        assertEquals(List.of(repository.resolve(HERE + NAME + ".jar").toString()), List.of(Files.readString(classPath).strip().split(File.pathSeparator)));
        for (String end : List.of(".jar", "-sources.jar", "-javadoc.jar", ".pom")) {
            assertEquals(-1, Files.mismatch(beside(end), repository.resolve(HERE + NAME + end)), end);
        }
        unlink(repository.resolve("org"));
        unlink(repository);
    }

    /** A folder like another by links to all it holds, but for one entry. */
    private static void link(Path original, Path copy, String except) throws IOException {
        Files.createDirectory(copy);
        try (Stream<Path> entries = Files.list(original)) {
            for (Path entry : entries.filter(entry -> !entry.getFileName().toString().equals(except)).toList()) {
                Files.createSymbolicLink(copy.resolve(entry.getFileName()), entry.toAbsolutePath());
            }
        }
    }

    /** Deletes the links in a folder, or JUnit warns of each. */
    private static void unlink(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }
}
