package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.arch.Architecture;
import org.unshatter.tests.ByOtherProcesses;
import org.unshatter.tests.engine.ReproducedResults;

/** The schema of results.json, on which readers outside rely. */
@ByOtherProcesses
class ResultsSchemaTest {

    private final ReproducedResults results = ReproducedResults.full();
    private final Map<?, ?> root = results.root();

    @Test
    void theFilesAreTheReportTheFiguresAndTheNumbers() {
        assertEquals(Set.of("report.html", "results.json", "fig1.svg", "fig2.svg", "fig3.svg", "fig4.svg", "fig4-histograms.svg", "fig5.svg",
                "theory-correlation.svg", "theory-variance.svg"), results.files().keySet());
    }

    @Test
    void theTopLevelInItsOrder() {
        assertEquals(List.of("schema", "version", "seed", "options", "environment", "figures", "theory"), List.copyOf(root.keySet()));
        assertEquals("unshatter.results/1", root.get("schema"));
        assertTrue(((String) root.get("version")).matches("\\d+\\.\\d+\\.\\d+.*"), root.get("version")::toString);
        assertEquals(1.0, root.get("seed"));
        assertEquals(Map.of("only", List.of("fig1", "fig2", "fig3", "fig4", "fig5", "theory"), "quick", false), root.get("options"));
        assertEquals(List.of("fig1", "fig2", "fig3", "fig4", "fig5"), List.copyOf(((Map<?, ?>) root.get("figures")).keySet()));
    }

    @Test
    void theEnvironmentNamesTheMachine() {
        assertTrue(((Map<?, ?>) root.get("environment")).keySet()
                .containsAll(List.of("jdk", "vectorBits", "microKernel", "threads", "processor", "system")), root.get("environment")::toString);
    }

    @Test
    void theCurvesOfFigure2() {
        Set<Object> nets = new LinkedHashSet<>();
        for (Map<?, ?> series : results.series()) {
            assertEquals(List.of("family", "norm", "activation", "init", "beta", "depth", "runs", "acf", "acfStdErr", "constant", "gradientNorm"),
                    List.copyOf(series.keySet()));
            nets.add(new ArrayList<>(series.values()).subList(0, 5));
            assertTrue(ReproducedResults.number(series, "gradientNorm") > 0, series::toString);
            if ((Boolean) series.get("constant")) {
                assertNull(series.get("acf"), series::toString);
                assertNull(series.get("acfStdErr"), series::toString);
                assertEquals(20.0, series.get("runs"));
            } else {
                curve(series);
            }
        }
        assertEquals(7, nets.size(), nets::toString);
        assertEquals(7 * 5, results.series().size(), "nets times depths");
    }

    @Test
    void exactlyTheLooksLinearNetsAreConstant() {
        List<Map<?, ?>> constant = results.series().stream().filter(series -> (Boolean) series.get("constant")).toList();
        assertEquals(List.of(2.0, 4.0, 10.0, 24.0, 50.0), constant.stream().<Object>map(series -> series.get("depth")).toList());
        for (Map<?, ?> series : constant) {
            assertEquals("looks-linear", series.get("init"));
            assertEquals("crelu", series.get("activation"));
        }
    }

    @Test
    void theNoisesOfFigure2() {
        curve(results.noise("brown"));
        curve(results.noise("white"));
    }

    private static void curve(Map<?, ?> curve) {
        double[] acf = ReproducedResults.numbers(curve, "acf");
        double[] error = ReproducedResults.numbers(curve, "acfStdErr");
        assertEquals(16, acf.length);
        assertEquals(16, error.length);
        assertEquals(1, acf[0]);
        assertEquals(0, error[0]);
        for (int lag = 1; lag < 16; lag++) {
            assertTrue(Math.abs(acf[lag]) <= 1 && error[lag] > 0, curve::toString);
        }
    }

    @Test
    void theGradientsOfFigure1() {
        List<Map<?, ?>> columns = ReproducedResults.maps(results.figure("fig1").get("columns"));
        assertEquals(6, columns.size());
        for (Map<?, ?> column : columns) {
            assertEquals(256, ReproducedResults.numbers(column, "gradient").length);
            assertEquals(column.get("title").toString().contains("looks-linear"), column.get("constant"), column.get("title").toString());
        }
    }

    @Test
    void theLinesOfFigure3() {
        assertEquals(List.of("width", "series", "plainInfiniteWidth"), List.copyOf(results.figure("fig3").keySet()));
        assertEquals(100.0, results.figure("fig3").get("width"));
        Set<Object> nets = new LinkedHashSet<>();
        for (Map<?, ?> series : ReproducedResults.maps(results.figure("fig3").get("series"))) {
            assertEquals(List.of("family", "norm", "activation", "init", "beta", "depth", "runs",
                    "activeShare", "activeShareStdErr", "coactiveShare", "coactiveShareStdErr"), List.copyOf(series.keySet()));
            nets.add(new ArrayList<>(series.values()).subList(0, 5));
            assertEquals(50.0, series.get("depth"));
            assertEquals(100.0, series.get("runs"));
            for (String key : List.of("activeShare", "activeShareStdErr", "coactiveShare", "coactiveShareStdErr")) {
                assertEquals(50, ReproducedResults.numbers(series, key).length, key);
            }
        }
        assertEquals(4, nets.size(), nets::toString);
        assertEquals(50, ReproducedResults.numbers(results.figure("fig3"), "plainInfiniteWidth").length);
    }

    @Test
    void theLayersOfFigure4() {
        assertEquals(List.of("width", "layers"), List.copyOf(results.figure("fig4").keySet()));
        assertEquals(100.0, results.figure("fig4").get("width"));
        Set<Object> cells = new LinkedHashSet<>();
        for (Map<?, ?> layer : ReproducedResults.maps(results.figure("fig4").get("layers"))) {
            assertEquals(List.of("family", "norm", "activation", "init", "beta", "depth", "layer", "runs",
                    "activeShare", "activeShareStdErr", "coactiveShare", "coactiveShareStdErr", "extremeShare", "extremeShareStdErr", "deadShare", "deadShareStdErr", "alwaysOnShare", "alwaysOnShareStdErr",
                    "contiguity", "contiguityStdErr", "contiguityOfUnits", "contiguityOfUnitsStdErr", "onCounts", "runLengths", "raster"),
                    List.copyOf(layer.keySet()));
            cells.add(new ArrayList<>(layer.values()).subList(0, 7));
            assertEquals(20.0, layer.get("runs"));
            assertEquals(257, ReproducedResults.numbers(layer, "onCounts").length);
            assertEquals(257, ReproducedResults.numbers(layer, "runLengths").length);
            List<?> raster = (List<?>) layer.get("raster");
            assertEquals(100, raster.size());
            assertTrue(raster.stream().allMatch(row -> row.toString().matches("[0-9a-f]{64}")), raster::toString);
        }
        assertEquals(4 * 4, cells.size(), "nets times layers");
    }

    @Test
    void theNetsOfFigure5() {
        Map<?, ?> figure = results.figure("fig5");
        assertEquals(List.of("images", "count", "imagesRelativeEffectiveRank", "nets", "staged", "pictures"), List.copyOf(figure.keySet()));
        assertTrue(Set.of("built-in", "cifar-10").contains(figure.get("images")), figure.get("images")::toString);
        assertEquals(256.0, figure.get("count"));
        share(figure, "imagesRelativeEffectiveRank");
        nets(figure.get("nets"), List.of("plain, BN", "residual, BN, β = 0.1", "residual, BN, β = 1", "plain, no BN"), List.of(2.0, 4.0, 10.0, 24.0, 50.0));
        nets(figure.get("staged"), List.of("plain, BN", "residual, padded", "residual, projected"), List.of(4.0, 10.0, 24.0, 50.0));
    }

    private static void nets(Object list, List<String> labels, List<Double> depths) {
        List<List<Object>> expected = new ArrayList<>();
        labels.forEach(label -> depths.forEach(depth -> expected.add(List.of(label, depth))));
        List<List<Object>> found = new ArrayList<>();
        Set<Object> architectures = new LinkedHashSet<>();
        for (Map<?, ?> net : ReproducedResults.maps(list)) {
            assertEquals(List.of("label", "depth", "architecture", "draws", "relativeEffectiveRank", "relativeEffectiveRankStdErr", "meanOverDeviation",
                    "meanOverDeviationStdErr", "gradientNorm", "unmeasurable"), List.copyOf(net.keySet()));
            found.add(List.of(net.get("label"), net.get("depth")));
            architectures.add(Architecture.parse((String) net.get("architecture")).toString());
            double draws = ReproducedResults.number(net, "draws");
            assertTrue(draws >= 2 && draws == Math.rint(draws), net::toString);
            assertEquals(List.of(), net.get("unmeasurable"), net::toString);
            share(net, "relativeEffectiveRank");
            assertTrue(ReproducedResults.number(net, "meanOverDeviation") > 0 && ReproducedResults.number(net, "gradientNorm") > 0, net::toString);
            assertTrue(ReproducedResults.number(net, "relativeEffectiveRankStdErr") > 0 && ReproducedResults.number(net, "meanOverDeviationStdErr") > 0, net::toString);
        }
        assertEquals(expected, found);
        assertEquals(expected.size(), architectures.size(), architectures::toString);
    }

    /** The least rank is 1, and that of 256 rows of noise far above 2. */
    private static void share(Map<?, ?> map, String key) {
        double value = ReproducedResults.number(map, key);
        assertTrue(value > 1.0 / 256 && value < 1.1, () -> key + " is " + value);
    }

    /** Products of any two rows are at most the product of their norms. */
    @Test
    void thePicturesOfFigure5() {
        List<Map<?, ?>> pictures = ReproducedResults.maps(results.figure("fig5").get("pictures"));
        assertEquals(List.of("plain, BN, L = 2", "plain, BN, L = 50", "residual, BN, β = 0.1, L = 2", "residual, BN, β = 0.1, L = 50"),
                pictures.stream().<Object>map(picture -> picture.get("title")).toList());
        Set<Object> architectures = new LinkedHashSet<>();
        ReproducedResults.maps(results.figure("fig5").get("nets")).forEach(net -> architectures.add(net.get("architecture")));
        for (Map<?, ?> picture : pictures) {
            assertEquals(List.of("title", "architecture", "order", "covariance"), List.copyOf(picture.keySet()));
            assertTrue(architectures.contains(picture.get("architecture")), () -> picture.get("architecture") + " is none of " + architectures);
            double[] order = ReproducedResults.numbers(picture, "order");
            double[] sorted = order.clone();
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, 256).asDoubleStream().toArray(), sorted, "each image once");
            assertFalse(Arrays.equals(order, sorted), "an order of groups");
            double[] lower = ReproducedResults.numbers(picture, "covariance");
            assertEquals(256 * 257 / 2, lower.length);
            double[] variance = IntStream.range(0, 256).mapToDouble(i -> lower[i * (i + 3) / 2]).toArray();
            assertEquals(1, Arrays.stream(variance).average().orElseThrow(), 1e-6);
            for (int i = 0; i < 256; i++) {
                for (int j = 0; j <= i; j++) {
                    double covariance = lower[i * (i + 1) / 2 + j];
                    assertTrue(covariance >= 0 && covariance <= Math.sqrt(variance[i] * variance[j]) + 1e-6, picture.get("title") + " at " + i + ", " + j);
                }
            }
        }
        assertEquals(pictures.get(0).get("order"), pictures.get(1).get("order"), "one order for each kind of net");
        assertEquals(pictures.get(2).get("order"), pictures.get(3).get("order"), "one order for each kind of net");
    }

    /** With one draw there is no standard error. */
    @Test
    void aQuickFigure5HasOneDraw() {
        Map<?, ?> quick = ReproducedResults.quick().figure("fig5");
        assertEquals("built-in", quick.get("images"));
        assertEquals(64.0, quick.get("count"));
        for (String kind : List.of("nets", "staged")) {
            List<Map<?, ?>> nets = ReproducedResults.maps(quick.get(kind));
            assertEquals(ReproducedResults.maps(results.figure("fig5").get(kind)).size(), nets.size());
            for (Map<?, ?> net : nets) {
                assertEquals(1.0, net.get("draws"));
                assertNull(net.get("relativeEffectiveRankStdErr"), net::toString);
                assertNull(net.get("meanOverDeviationStdErr"), net::toString);
            }
        }
    }

    @Test
    void theRowsOfTheTheoryTable() {
        Set<Object> networks = new LinkedHashSet<>();
        Set<Object> cells = new LinkedHashSet<>();
        for (Map<?, ?> row : results.theory()) {
            assertEquals(List.of("network", "depth", "quantity", "theorem", "corrected", "measured", "stdErr", "seeds", "widths", "limit", "limitStdErr",
                    "slope", "slopeStdErr", "misfit", "theoremVerdict", "correctedVerdict"), List.copyOf(row.keySet()));
            networks.add(row.get("network"));
            cells.add(new ArrayList<>(row.values()).subList(0, 3));
            assertTrue(ReproducedResults.number(row, "stdErr") >= 0, row::toString);
            for (String verdict : List.of("theoremVerdict", "correctedVerdict")) {
                assertTrue(Set.of("holds", "holds in the limit", "fails").contains(row.get(verdict)), row::toString);
            }
            theWidthsOf(row);
        }
        assertEquals(Set.of("plain", "plain+BN", "residual", "residual+BN beta=1", "residual+BN beta=0.1", "highway", "CReLU",
                "CReLU looks-linear"), networks);
        assertEquals(8 * 8 * 2, cells.size(), "networks times depths times quantities");
        assertEquals(cells.size(), results.theory().size());
    }

    private static void theWidthsOf(Map<?, ?> row) {
        List<Map<?, ?>> widths = ReproducedResults.maps(row.get("widths"));
        boolean compared = ReproducedResults.number(row, "depth") <= 50;
        assertEquals(compared ? List.of(100.0, 200.0, 400.0) : List.of(200.0), widths.stream().<Object>map(width -> width.get("width")).toList());
        for (Map<?, ?> width : widths) {
            assertEquals(List.of("width", "measured", "stdErr", "seeds"), List.copyOf(width.keySet()));
            if (width.get("width").equals(200.0)) {
                assertEquals(row.get("measured"), width.get("measured"));
            }
        }
        if (!compared) {
            assertNull(row.get("limit"), row::toString);
        }
    }
}
