package org.unshatter.tests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.cli.Jvm;

/** What the merged jar shows to other modules: these packages, and no type from anywhere else in what can be called. */
class ExportedPackagesTest {

    /** Whoever adds one promises to keep it. The command line, its reports and JSON are not for linking. */
    private static final Set<String> EXPORTED = Stream.of("arch", "autodiff", "data", "diagnostics", "experiment", "init", "kernels", "linalg", "nn", "optim", "report",
            "safetensors", "theory", "train").map(name -> "org.unshatter." + name).collect(Collectors.toCollection(TreeSet::new));

    @Test
    void theyAreTheseForEverybody() {
        assertEquals(EXPORTED, exports(jar().descriptor()));
        assertTrue(jar().descriptor().opens().isEmpty(), jar().descriptor()::toString);
    }

    @Test
    void signaturesMentionOnlyWhatIsExported() throws IOException {
        assertEquals(List.of(), mentionsOfOthers(EXPORTED));
    }

    /** The check sees a package that is missing, whether it is mentioned as a parameter, a result or an argument of a type. */
    @Test
    void aPackageThatIsMissingIsFound() throws IOException {
        for (String hidden : List.of("org.unshatter.nn", "org.unshatter.safetensors", "org.unshatter.linalg")) {
            Set<String> fewer = new TreeSet<>(EXPORTED);
            fewer.remove(hidden);
            List<String> mentions = mentionsOfOthers(fewer);
            assertFalse(mentions.isEmpty(), hidden);
            assertTrue(mentions.stream().allMatch(mention -> mention.contains(hidden + ".")), mentions::toString);
        }
    }

    private static ModuleReference jar() {
        return ModuleFinder.of(Jvm.jar()).find("org.unshatter").orElseThrow();
    }

    private static Set<String> exports(ModuleDescriptor module) {
        return module.exports().stream().map(ModuleDescriptor.Exports::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> mentionsOfOthers(Set<String> packages) throws IOException {
        List<String> mentions = new ArrayList<>();
        for (Class<?> type : accessible(packages)) {
            for (Class<?> mentioned : mentionedBy(type)) {
                // a supertype that stays in its package names the members which types share; callers need not name it
                boolean visible = isPublic(mentioned) || mentioned.isAssignableFrom(type);
                if (mentioned.getName().startsWith("org.unshatter.") && !(visible && packages.contains(mentioned.getPackageName()))) {
                    mentions.add(type.getName() + " mentions " + mentioned.getName());
                }
            }
        }
        return mentions;
    }

    /** The types of the jar that another module can name. */
    private static List<Class<?>> accessible(Set<String> packages) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        try (ModuleReader reader = jar().open(); Stream<String> names = reader.list()) {
            for (String name : names.filter(n -> n.endsWith(".class") && !n.equals("module-info.class")).toList()) {
                Class<?> type = load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                if (packages.contains(type.getPackageName()) && isPublic(type)) {
                    types.add(type);
                }
            }
        }
        assertTrue(types.size() > 100, "only " + types.size() + " types");
        return types;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ExportedPackagesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " is in the jar but not among the classes under test", e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        return !type.isAnonymousClass() && !type.isLocalClass() && isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Set<Class<?>> mentionedBy(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        List<Type> signature = new ArrayList<>(Arrays.asList(type.getGenericInterfaces()));
        if (type.getGenericSuperclass() != null) {
            signature.add(type.getGenericSuperclass());
        }
        addBounds(signature, type.getTypeParameters());
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers())) {
                signature.add(field.getGenericType());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers())) {
                signature.addAll(Arrays.asList(constructor.getGenericParameterTypes()));
                signature.addAll(Arrays.asList(constructor.getGenericExceptionTypes()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
                signature.add(method.getGenericReturnType());
                signature.addAll(Arrays.asList(method.getGenericParameterTypes()));
                signature.addAll(Arrays.asList(method.getGenericExceptionTypes()));
                addBounds(signature, method.getTypeParameters());
            }
        }
        signature.forEach(part -> collect(part, found));
        return found;
    }

    private static void addBounds(Collection<Type> signature, TypeVariable<?>[] variables) {
        for (TypeVariable<?> variable : variables) {
            signature.addAll(Arrays.asList(variable.getBounds()));
        }
    }

    private static void collect(Type type, Set<Class<?>> found) {
        switch (type) {
            case Class<?> c when c.isArray() -> collect(c.getComponentType(), found);
            case Class<?> c -> found.add(c);
            case ParameterizedType p -> {
                collect(p.getRawType(), found);
                Arrays.stream(p.getActualTypeArguments()).forEach(argument -> collect(argument, found));
            }
            case GenericArrayType a -> collect(a.getGenericComponentType(), found);
            case WildcardType w -> Stream.of(w.getUpperBounds(), w.getLowerBounds()).flatMap(Arrays::stream).forEach(bound -> collect(bound, found));
            default -> { } // a variable, whose bounds are taken where it is declared
        }
    }
}
