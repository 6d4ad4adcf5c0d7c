package org.unshatter.tests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.cli.Jvm;

/**
 * Whatever other modules can name has a comment, records say what their components are, and whatever throws says so. What javadoc could check besides, a tag for
 * each parameter and each result of a method, would mostly repeat names.
 */
class CommentsTest {

    @Test
    void allThatIsExportedHasOneAndNamesWhatItThrows() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> sources = exportedSources();
            assertTrue(sources.size() > 100, "only " + sources.size() + " sources");
            assertEquals("", String.join("\n", missing(files.getJavaFileObjectsFromPaths(sources))));
        }
    }

    @Test
    void whatIsMissingIsFound() throws IOException {
        String source = """
                package p;
                public class A {
                    /** */
                    public int field;
                    public A() { }
                    /** Has one. */
                    public void says(int n) throws java.io.IOException { throw new IllegalArgumentException(); }
                    /** Has one. */
                    protected void checked(int n) { Check.notNegative("n", n); }
                    /** @throws IllegalStateException always */
                    public void good() { throw new IllegalStateException(); }
                    /** Throws later, if at all. */
                    public Runnable later() { return () -> { throw new IllegalStateException(); }; }
                    void unseen() { throw new IllegalStateException(); }
                    public enum E { /** One. */ ONE, TWO }
                    /** @param x seen */
                    public record R(int x, int y) { static final int Z = 0; }
                }
                class Unseen { public void unseen() { } }
                """;
        List<String> missing = missing(List.of(new SimpleJavaFileObject(Path.of("A.java").toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        }));
        assertEquals(List.of("A.java:2: A: no comment", "A.java:4: A.field: no comment", "A.java:5: A.<init>: no comment", "A.java:7: A.says: no @throws IOException",
                "A.java:7: A.says: no @throws IllegalArgumentException", "A.java:9: A.checked: calls Check.notNegative, no @throws",
                "A.java:15: E: no comment", "A.java:15: E.TWO: no comment", "A.java:17: R: no @param y"), missing);
    }

    private static List<Path> exportedSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        ModuleDescriptor module = ModuleFinder.of(Jvm.jar()).find("org.unshatter").orElseThrow().descriptor();
        Set<String> packages = module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toCollection(TreeSet::new));
        for (String name : packages) {
            int before = sources.size();
            for (String root : List.of("kernels", "autodiff", "engine")) {
                Path folder = Path.of(System.getProperty("unshatter.root"), root, "src/main/java").resolve(name.replace('.', '/'));
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
                    }
                }
            }
            Path ofPackage = sources.subList(before, sources.size()).stream().filter(file -> file.endsWith("package-info.java")).findAny()
                    .orElseGet(() -> fail("the package " + name + " has no package-info.java"));
            assertTrue(Files.readString(ofPackage).startsWith("/**"), ofPackage + " has no comment");
        }
        return sources;
    }

    /** Parses, without resolving names: types are known by the names they are written with. */
    private static List<String> missing(Iterable<? extends JavaFileObject> sources) throws IOException {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, sources);
        List<String> missing = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            new Scanner(DocTrees.instance(task), unit, missing).scan(unit, null);
        }
        return missing;
    }

    /** Goes through the types that can be named from outside. */
    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final CompilationUnitTree unit;
        private final List<String> missing;

        Scanner(DocTrees docs, CompilationUnitTree unit, List<String> missing) {
            this.docs = docs;
            this.unit = unit;
            this.missing = missing;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (isVisible(type.getModifiers().getFlags())) {
                String comment = requireComment(type, type.getSimpleName().toString());
                if (type.getKind() == Tree.Kind.RECORD && comment != null) {
                    components(type).filter(name -> !comment.matches("(?s).*@param\\s+" + name + "\\b.*"))
                            .forEach(name -> report(type, type.getSimpleName() + ": no @param " + name));
                }
                super.visitClass(type, nothing);
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            if (isVisible(field.getModifiers().getFlags())) {
                requireComment(field, owner().getSimpleName() + "." + field.getName());
            }
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (isVisible(method.getModifiers().getFlags()) && line(method) > 0) {
                String name = owner().getSimpleName() + "." + method.getName();
                boolean overrides = method.getModifiers().getAnnotations().stream().anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
                String comment = overrides && comment() == null ? "" : requireComment(method, name);
                if (comment != null) {
                    String both = comment + docs.getDocComment(getCurrentPath().getParentPath()); // what all methods throw stands once, with the type
                    thrownBy(method, overrides).filter(thrown -> !both.contains(thrown)).forEach(thrown -> report(method, name + ": no @throws " + thrown));
                    checksOf(method).limit(both.contains("@throws ") || both.contains("IllegalArgumentException") ? 0 : 1)
                            .forEach(check -> report(method, name + ": calls " + check + ", no @throws"));
                }
            }
            return null;
        }

        /** A record's instance fields are its components. */
        private static Stream<Name> components(ClassTree type) {
            return type.getMembers().stream().filter(VariableTree.class::isInstance).map(VariableTree.class::cast)
                    .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC)).map(VariableTree::getName);
        }

        private ClassTree owner() {
            return (ClassTree) getCurrentPath().getParentPath().getLeaf();
        }

        /** Members of interfaces are public without a word. */
        private boolean isVisible(Set<Modifier> flags) {
            TreePath parent = getCurrentPath().getParentPath();
            boolean inInterface = parent.getLeaf().getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
            return inInterface || flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
        }

        private String comment() {
            return docs.getDocComment(getCurrentPath());
        }

        private String requireComment(Tree tree, String name) {
            String comment = comment();
            if (comment == null || comment.isBlank()) {
                report(tree, name + ": no comment");
                return null;
            }
            return comment;
        }

        private long line(Tree tree) {
            return unit.getLineMap().getLineNumber(Math.max(0, docs.getSourcePositions().getStartPosition(unit, tree)));
        }

        private void report(Tree tree, String what) {
            missing.add(Path.of(unit.getSourceFile().toUri()).getFileName() + ":" + line(tree) + ": " + what);
        }

        private static Stream<String> thrownBy(MethodTree method, boolean overrides) {
            List<String> thrown = new ArrayList<>();
            if (!overrides) {
                method.getThrows().forEach(type -> thrown.add(type.toString().replaceAll(".*\\.", "")));
            }
            scan(method, new TreeScanner<>() {
                @Override
                public Void visitThrow(ThrowTree tree, Void nothing) {
                    if (tree.getExpression() instanceof NewClassTree made) {
                        thrown.add(made.getIdentifier().toString());
                    }
                    return super.visitThrow(tree, nothing);
                }

                @Override
                public Void visitLambdaExpression(LambdaExpressionTree later, Void nothing) {
                    return null;
                }
            });
            return thrown.stream().distinct().filter(name -> !name.equals("AssertionError"));
        }

        /** Calls of methods whose purpose is to refuse. */
        private static Stream<String> checksOf(MethodTree method) {
            List<String> checks = new ArrayList<>();
            scan(method, new TreeScanner<>() {
                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                    String name = call.getMethodSelect().toString();
                    if (name.matches("(.*\\.)?require[A-Z].*|Check\\..*") && !name.equals("Objects.requireNonNull")) {
                        checks.add(name);
                    }
                    return super.visitMethodInvocation(call, nothing);
                }

                @Override
                public Void visitLambdaExpression(LambdaExpressionTree later, Void nothing) {
                    return null;
                }
            });
            return checks.stream();
        }

        private static void scan(MethodTree method, TreeScanner<Void, Void> scanner) {
            scanner.scan(method.getBody(), null);
        }
    }
}
