package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.unshatter.tests.MiniJson;
import org.unshatter.tests.cli.Jvm;
import org.unshatter.tests.cli.Tree;

/**
 * The files that {@code reproduce} wrote, in a fresh JVM. The full run and the quick one are made once and shared by all tests.
 *
 * @param files   name to content
 * @param command what wrote them
 * @param root    of results.json
 */
public record ReproducedResults(Map<String, String> files, String command, Map<?, ?> root) {

    private static ReproducedResults full;
    private static ReproducedResults quick;

    /** As a user runs it: all parts, 20 draws, seed 1; Figure 5 on CIFAR-10 where it lies beside the project. */
    public static synchronized ReproducedResults full() {
        Path data = Path.of(System.getProperty("unshatter.root", "..")).resolve("../shared/data/cifar-10-batches-bin").toAbsolutePath().normalize();
        return full = full != null ? full : Files.isDirectory(data) ? run(List.of(), "--data", data.toString()) : run(List.of());
    }

    /** All parts, few draws, two threads, seed 1. */
    public static synchronized ReproducedResults quick() {
        return quick = quick != null ? quick : run(List.of(), "--quick", "--threads", "2");
    }

    /** @param options for the JVM */
    public static ReproducedResults run(List<String> options, String... arguments) {
        try {
            Path folder = Files.createTempDirectory("unshatter-test");
            try {
                List<String> all = new ArrayList<>(List.of("reproduce"));
                all.addAll(List.of(arguments));
                Jvm.Run run = Jvm.unshatter(folder, options, all.toArray(String[]::new));
                assertEquals(0, run.exit(), run::toString);
                Map<String, String> files = new LinkedHashMap<>();
                try (Stream<Path> paths = Files.list(folder.resolve("out"))) {
                    for (Path path : paths.sorted().toList()) {
                        files.put(path.getFileName().toString(), Files.readString(path));
                    }
                }
                return new ReproducedResults(files, run.command(), (Map<?, ?>) MiniJson.parse(files.get("results.json")));
            } finally {
                Tree.delete(folder);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public Map<?, ?> figure(String id) {
        return (Map<?, ?>) ((Map<?, ?>) root.get("figures")).get(id);
    }

    /** All entries of {@code figures.fig2.series}. */
    public List<Map<?, ?>> series() {
        return maps(figure("fig2").get("series"));
    }

    /** The one curve of Figure 2 of a ReLU net. */
    public Map<?, ?> series(String family, String norm, Double beta, int depth) {
        return only(series().stream().filter(s -> s.get("activation").equals("relu") && isNet(s, family, norm, beta)
                && s.get("depth").equals((double) depth)).toList());
    }

    /** The activations of one kind of net by layer, Figure 3. */
    public Map<?, ?> activations(String family, String norm, Double beta) {
        return only(maps(figure("fig3").get("series")).stream().filter(s -> isNet(s, family, norm, beta)).toList());
    }

    /** The pattern of one layer of one kind of net, Figure 4. */
    public Map<?, ?> pattern(String family, String norm, Double beta, int layer) {
        return only(maps(figure("fig4").get("layers")).stream()
                .filter(s -> isNet(s, family, norm, beta) && s.get("layer").equals((double) layer)).toList());
    }

    private static boolean isNet(Map<?, ?> map, String family, String norm, Double beta) {
        return map.get("family").equals(family) && map.get("norm").equals(norm) && Objects.equals(map.get("beta"), beta);
    }

    public Map<?, ?> noise(String name) {
        return only(maps(figure("fig2").get("noise")).stream().filter(s -> s.get("name").equals(name)).toList());
    }

    public List<Map<?, ?>> theory() {
        return maps(root.get("theory"));
    }

    public Map<?, ?> theory(String network, int depth, String quantity) {
        return only(theory().stream().filter(row -> row.get("network").equals(network) && row.get("depth").equals((double) depth)
                && row.get("quantity").equals(quantity)).toList());
    }

    public static double number(Map<?, ?> map, String key) {
        return (Double) map.get(key);
    }

    public static double[] numbers(Map<?, ?> map, String key) {
        return ((List<?>) map.get(key)).stream().mapToDouble(value -> (Double) value).toArray();
    }

    public static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        ((List<?>) list).forEach(entry -> maps.add((Map<?, ?>) entry));
        return maps;
    }

    private static Map<?, ?> only(List<Map<?, ?>> found) {
        assertEquals(1, found.size(), "number of entries for this curve or row");
        return found.getFirst();
    }
}
