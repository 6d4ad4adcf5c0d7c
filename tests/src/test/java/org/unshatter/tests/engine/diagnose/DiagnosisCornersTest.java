package org.unshatter.tests.engine.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnose.Diagnosis;
import org.unshatter.diagnose.DiagnosisPage;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;
import org.unshatter.nn.Sequence;
import org.unshatter.nn.Skip;

/** Nets of which something cannot be measured: the rest is. */
class DiagnosisCornersTest {

    private static final Tensor INPUTS = Tensor.of(Initializers.normal(1).weights(16, 10, RandomStreams.of(1, "inputs")), 16, 10);

    /** Gates decide themselves how much comes along a path, so that lengths have no meaning, also within a skip. */
    @Test
    void ofGatesWithinASkipNoPathsAreFollowed() {
        Network gates = Architecture.parse("dense-highway,depth=3,width=10,in=10,out=10,gate=learned:-1").build(RandomStreams.of(1, "gates"));
        Network nested = new Network("nested", Sequence.of(new Skip(gates.body(), 1, 1)), new int[] {10}, new LinkedHashMap<>());
        Diagnosis diagnosis = Diagnosis.of("nested", nested, INPUTS, 1);
        assertEquals(List.of(), diagnosis.paths());
        Network skips = DenseNet.residual(3, 1, 1).inputs(10).width(10).build(RandomStreams.of(1, "skips"));
        assertTrue(!Diagnosis.of("control", skips, INPUTS, 1).paths().isEmpty(), "the control has paths");
    }

    /** Fixup begins with branches whose last layer is 0, of which no part is linear or not. */
    @Test
    void layersOfZerosDoNotHideHowFarTheOthersAreFromLinear() {
        Network fixup = Architecture.parse("conv-residual,depth=6,filters=4,in=3x6x6,out=1,act=crelu,init=fixup").build(RandomStreams.of(1, "fixup"));
        Diagnosis diagnosis = Diagnosis.of("fixup", fixup, Tensor.of(Initializers.normal(1).weights(8, 108, RandomStreams.of(1, "images")), 8, 3, 6, 6), 1);
        assertTrue(Double.isFinite(diagnosis.mirror().orElseThrow()), diagnosis::toString);
    }

    @Test
    void aPageOfNothingIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> DiagnosisPage.html(List.of(), false, "", new LinkedHashMap<>(), "")).getMessage();
        assertEquals("diagnoses is empty, expected at least one", message);
    }
}
