package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unshatter.tests.engine.data.HandMade.assertRefused;
import static org.unshatter.tests.engine.experiment.TinyExperiment.DATA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.Run;
import org.unshatter.experiment.Sweep;
import org.unshatter.experiment.SweepReport;
import org.unshatter.json.JsonReader;
import org.unshatter.tests.engine.experiment.TinyExperiment.Watch;

/** A grid of trainings that several processes may share, and of which none is computed twice. */
class SweepTest {

    private static final Experiment LIKE = TinyExperiment.of("", 0.5, 1, 0);
    private static final List<Sweep.Line> LINES = List.of(new Sweep.Line("plain", "dense-plain,width=6"), new Sweep.Line("residual", "dense-residual,width=6,beta=1/L"));

    @TempDir
    Path folder;

    /** 16 cells. */
    private static Sweep sweep() {
        return sweep(0.1, 0.01);
    }

    private static Sweep sweep(Double... rates) {
        return Sweep.of(LINES, List.of(4, 2), _ -> List.of(rates), List.of(7L, 8L), LIKE, DATA);
    }

    /** Carries out one of several shards; the steps that were made. */
    private static int carryOut(Sweep sweep, int shard, int shards, Path folder) throws IOException {
        Watch watch = new Watch();
        SequencedMap<String, Object> machine = new LinkedHashMap<>(Map.of("machine", "number " + shard));
        for (Sweep.Cell cell : sweep.cells(shard, shards)) {
            Run.of(cell.experiment(), DATA, folder.resolve(cell.folder())).environment(machine).listener(watch).carryOut();
        }
        SweepReport.write(folder, sweep.labels());
        return watch.steps;
    }

    @Test
    void seedsComeLastAndRatesFirst() {
        List<String> order = sweep().cells(1, 1).stream().map(cell -> cell.label() + " " + cell.experiment().architecture().replaceAll(".*depth=(\\d).*", "$1") + " "
                + cell.experiment().recipe().rate() + " " + cell.experiment().seed()).toList();
        assertEquals(List.of("plain 4 0.1 7", "plain 4 0.01 7", "residual 4 0.1 7", "residual 4 0.01 7", "plain 2 0.1 7", "plain 2 0.01 7", "residual 2 0.1 7",
                "residual 2 0.01 7",
                "plain 4 0.1 8", "plain 4 0.01 8", "residual 4 0.1 8", "residual 4 0.01 8", "plain 2 0.1 8", "plain 2 0.01 8", "residual 2 0.1 8", "residual 2 0.01 8"), order);
    }

    @Test
    void cellsHaveCompleteArchitecturesAndFoldersOfTwoLevels() {
        for (Sweep.Cell cell : sweep().cells(1, 1)) {
            assertTrue(cell.experiment().architecture().contains("in=2x6x6,out=3"), cell::toString);
            assertEquals(2, cell.folder().getNameCount(), cell::toString);
            assertEquals(cell.experiment().architecture(), cell.experiment().architecture(DATA).toString());
            assertEquals(1, cell.experiment().recipe().epochs());
        }
        assertEquals(16, sweep().cells(1, 1).stream().map(Sweep.Cell::folder).distinct().count());
        assertEquals(List.of("plain", "residual"), List.copyOf(sweep().labels().values()));
    }

    @Test
    void eachCellIsInOneShard() {
        for (int shards : new int[] {1, 2, 3, 5, 16, 17}) {
            List<Sweep.Cell> all = new ArrayList<>();
            for (int shard = 1; shard <= shards; shard++) {
                all.addAll(sweep().cells(shard, shards));
            }
            assertEquals(16, all.size(), shards + " shards");
            assertEquals(16, all.stream().map(Sweep.Cell::folder).distinct().count(), shards + " shards");
        }
        assertRefused(() -> sweep().cells(0, 2), "shard is 0/2", "expected 1/2 to 2/2");
        assertRefused(() -> sweep().cells(3, 2), "shard is 3/2");
        assertRefused(() -> sweep().cells(1, 0), "shard is 1/0");
    }

    @Test
    void whatCannotBeTrainedIsRefusedBeforeAnythingIs() {
        List<Double> rates = List.of(0.1);
        assertRefused(() -> new Sweep.Line("x", "dense-plain,depth=3"), "dense-plain,depth=3", "expected none with a depth");
        assertRefused(() -> Sweep.of(List.of(LINES.getFirst(), new Sweep.Line("x", "dense-plain,out=4")), List.of(9, 2), _ -> rates, List.of(1L), LIKE, DATA),
                "outputs of [4]", "expected [3]");
        assertRefused(() -> Sweep.of(List.of(new Sweep.Line("x", "conv-plain,act=crelu,block=post")), List.of(3), _ -> rates, List.of(1L), LIKE, DATA), "block");
        assertRefused(() -> Sweep.of(List.of(new Sweep.Line("x", "resnet")), List.of(8, 9), _ -> rates, List.of(1L), LIKE, DATA), "depth is 9", "6n + 2");
        assertRefused(() -> Sweep.of(LINES, List.of(2, 2), _ -> rates, List.of(1L), LIKE, DATA), "dense-plain,depth=2", "twice");
        assertRefused(() -> Sweep.of(List.of(LINES.getFirst(), new Sweep.Line("same", "dense-plain,width=6,act=relu")), List.of(2), _ -> rates,
                List.of(1L), LIKE, DATA), "twice");
    }

    @Test
    void twoShardsMakeTheSweepThatOneProcessMakesAndNothingIsComputedTwice() throws IOException {
        Sweep sweep = sweep(0.1);
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertEquals(8 * 6, carryOut(sweep, 1, 1, one));
        Sweep.Cell torn = sweep.cells(2, 2).get(3);
        assertThrows(IllegalStateException.class, () -> Run.of(torn.experiment(), DATA, two.resolve(torn.folder())).checkpointEvery(1)
                .listener(Watch.crashAfter(5)).carryOut());
        assertEquals(4 * 6, carryOut(sweep, 1, 2, two));
        assertEquals(4, Sweep.outcomes(two).size());
        assertEquals(4 * 6 - 5, carryOut(sweep, 2, 2, two), "the cell that was interrupted behind its fifth step goes on");

        assertEquals(outcomes(one), outcomes(two));
        Map<?, ?> merged = json(two);
        assertEquals(List.of("number 1", "number 2"), merged.get("machine"), "both machines are named");
        assertEquals(List.of("adam", "tiny", "8", 1L), List.of(merged.get("optimizer"), merged.get("data"), merged.get("batch"), merged.get("epochs")));
        assertEquals(new TreeSet<>(json(one).keySet()), new TreeSet<>(merged.keySet()));

        Map<String, Long> files = TinyExperiment.files(two);
        files.keySet().removeIf(name -> !name.contains("rate="));
        assertEquals(0, carryOut(sweep, 1, 1, two));
        Map<String, Long> after = TinyExperiment.files(two);
        after.keySet().removeIf(name -> !name.contains("rate="));
        assertEquals(files, after);
    }

    private static Map<?, ?> json(Path sweep) throws IOException {
        return (Map<?, ?>) JsonReader.read(Files.readString(sweep.resolve("sweep.json")));
    }

    /** As the report has them, without times. */
    private static List<Object> outcomes(Path sweep) throws IOException {
        List<Object> outcomes = new ArrayList<>();
        for (Object outcome : (List<?>) json(sweep).get("outcomes")) {
            Map<Object, Object> timeless = new LinkedHashMap<>((Map<?, ?>) outcome);
            timeless.remove("seconds");
            timeless.put("history", ((List<?>) timeless.get("history")).stream().map(epoch -> {
                Map<Object, Object> numbers = new LinkedHashMap<>((Map<?, ?>) epoch);
                numbers.keySet().removeAll(List.of("seconds", "imagesPerSecond"));
                return numbers;
            }).toList());
            outcomes.add(timeless);
        }
        assertEquals(8, outcomes.size());
        return outcomes;
    }

    /** Found by the fuzz test: what is null in one summary alone is one of several values. */
    @Test
    void aFactMayBeMissing() throws IOException {
        for (int seed : List.of(1, 2)) {
            Run.of(TinyExperiment.of(TinyExperiment.NET, 0.01, 1, seed), TinyExperiment.DATA, folder.resolve("net/" + seed)).carryOut();
        }
        Path second = folder.resolve("net/2/summary.json");
        String text = Files.readString(second);
        Files.writeString(second, text.replaceFirst("\"epochs\": *1", "\"epochs\": null"));
        assertEquals(Arrays.asList(1L, null), Sweep.facts(folder).get("epochs"));
        assertTrue(new SweepReport(new LinkedHashMap<>(), Sweep.outcomes(folder)).files(Sweep.facts(folder)).get("sweep.json").contains("null"));
    }

    /** Found by the fuzz test: it has no place on the logarithmic axis of the report. */
    @Test
    void aSummaryWithoutARateAboveZeroIsNamed() throws IOException {
        Run.of(TinyExperiment.of(TinyExperiment.NET, 0.01, 1, 1), TinyExperiment.DATA, folder.resolve("net/cell")).carryOut();
        Path file = folder.resolve("net/cell/summary.json");
        String text = Files.readString(file);
        for (String rate : List.of("-0", "0", "-0.01")) {
            Files.writeString(file, text.replaceFirst("(\"outcome\": *\\{[^}]*?\"rate\": *)0.01", "$1" + rate));
            assertNotEquals(text, Files.readString(file));
            String message = assertThrows(IOException.class, () -> Sweep.outcomes(folder)).getMessage();
            assertTrue(message.contains("summary.json") && message.contains("not the summary of a training"), message);
        }
    }

    @Test
    void aFolderThatIsNoSweepHasNoOutcomes() throws IOException {
        assertEquals(List.of(), Sweep.outcomes(folder));
        assertThrows(IOException.class, () -> Sweep.outcomes(folder.resolve("missing")));
        Files.writeString(Files.createDirectories(folder.resolve("net/cell")).resolve("summary.json"), "{}");
        String message = assertThrows(IOException.class, () -> Sweep.outcomes(folder)).getMessage();
        assertTrue(message.contains("summary.json") && message.contains("not the summary of a training"), message);
    }
}
