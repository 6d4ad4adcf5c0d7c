package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.experiment.Run;
import org.unshatter.json.JsonReader;
import org.unshatter.tests.report.Markup;

/** The diagnostics of shattering as a net is trained. */
class DiagnosticsOfTrainingTest {

    private static final String CRELU = TinyExperiment.NET + ",act=crelu";

    @TempDir
    Path folder;

    private Map<?, ?> snapshot(int epochs) throws IOException {
        return (Map<?, ?>) JsonReader.read(Files.readString(folder.resolve("diagnostics/epoch-%04d.json".formatted(epochs))));
    }

    private List<Double> mirror(int epochs) throws IOException {
        return ((List<?>) snapshot(epochs).get("mirror")).stream().map(Double.class::cast).toList();
    }

    private void train(String architecture, int epochs, int every) throws IOException {
        Run.of(TinyExperiment.of(architecture, 0.01, epochs, 1), TinyExperiment.DATA, folder).diagnoseEvery(every).carryOut();
    }

    /** Balduzzi et al. 2017, section 5: a looks-linear net begins as a linear one, whose gradient is the same everywhere. */
    @Test
    void aLooksLinearNetBeginsLinearAndLeavesThat() throws IOException {
        train(CRELU + ",init=looks-linear", 2, 1);
        assertEquals("constant", snapshot(0).get("verdict"));
        assertEquals(1.0, (double) snapshot(0).get("nearby"), 1e-6);
        assertEquals(List.of(0.0, 0.0, 0.0), mirror(0), "two hidden layers and the readout read CReLU");
        for (int epochs = 1; epochs <= 2; epochs++) {
            assertTrue(mirror(epochs).stream().allMatch(ratio -> ratio > 1e-3 && ratio < 1), "after " + epochs + ": " + mirror(epochs));
        }
        assertNotEquals("constant", snapshot(2).get("verdict"));
        String figure = Files.readString(folder.resolve("diagnostics.svg"));
        assertEquals(List.of(), Markup.faults(Markup.parse(figure)));
        assertTrue(figure.contains("at the start") && figure.contains("after 1 epoch<") && figure.contains("after 2 epochs"), "lines of the figure");
    }

    @Test
    void aNetOfIndependentWeightsDoesNotBeginLinear() throws IOException {
        train(CRELU, 1, 1);
        assertTrue(mirror(0).stream().allMatch(ratio -> ratio > 0.5), () -> "Δ and S are of one size");
        assertTrue((double) snapshot(0).get("nearby") < 1 - 1e-6, "linear");
    }

    @Test
    void theyAreTakenBeforeTrainingAndAfterEachSoManyEpochs() throws IOException {
        train(TinyExperiment.NET, 5, 2);
        for (int epochs = 0; epochs <= 5; epochs++) {
            assertEquals(epochs % 2 == 0, Files.exists(folder.resolve("diagnostics/epoch-%04d.json".formatted(epochs))), "after " + epochs);
        }
        assertEquals((long) 4, snapshot(4).get("epochs"));
        assertEquals(List.of(), snapshot(4).get("mirror"), "no layer reads CReLU");
        assertFalse(Files.readString(folder.resolve("diagnostics.svg")).contains("CReLU</text>"), "a panel of nothing");
    }

    /** An interrupted training takes those again that it makes again, and then has the same. */
    @Test
    void anInterruptedTrainingHasTheSame() throws IOException {
        train(CRELU, 3, 1);
        Path torn = folder.resolve("torn");
        try {
            Run.of(TinyExperiment.of(CRELU, 0.01, 3, 1), TinyExperiment.DATA, torn).diagnoseEvery(1).listener(TinyExperiment.Watch.crashAfter(8)).carryOut();
        } catch (IllegalStateException e) {
            assertEquals("crash", e.getMessage());
        }
        Run.of(TinyExperiment.of(CRELU, 0.01, 3, 1), TinyExperiment.DATA, torn).diagnoseEvery(1).carryOut();
        for (String file : List.of("diagnostics.svg", "diagnostics/epoch-0000.json", "diagnostics/epoch-0001.json", "diagnostics/epoch-0003.json")) {
            assertEquals(Files.readString(folder.resolve(file)), Files.readString(torn.resolve(file)), file);
        }
    }
}
