package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.nn.Network;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;
import org.unshatter.train.Checkpoint;
import org.unshatter.train.CheckpointFolder;
import org.unshatter.train.DivergedException;
import org.unshatter.train.Recipe;
import org.unshatter.train.Trainer;

/** A training whose numbers are no longer finite stops before a step is made of them, and says where that began. */
class DivergenceTest {

    @TempDir
    Path folder;

    /** A net one of whose parameters is multiplied. */
    private static Network with(Network net, String parameter, float factor) {
        assertTrue(net.parameters().containsKey(parameter), () -> parameter + " of " + net.parameters().keySet());
        return net.mapParameters((name, value) -> name.equals(parameter) ? value.scale(factor) : value);
    }

    private static DivergedException diverges(Network net) {
        Recipe recipe = Recipe.of(Optimizer.parse("sgd"), 0.01, 2);
        return assertThrows(DivergedException.class,
                () -> Trainer.of(net, recipe, TinyTraining.training(), TinyTraining.validation()).run());
    }

    /**
     * Weights that are finite themselves, but whose products with the layer's inputs are not.
     *
     * @param inputs what the first layer's weights are multiplied by before, for inputs of other layers that are large enough
     */
    @ParameterizedTest
    @CsvSource({
        "dense, first.weight, 1, the output of first",
        "dense, layer1.dense.weight, 100, the output of layer1.dense",
        "dense, layer2.dense.weight, 100, the output of layer2.dense",
        "conv, block1.branch.conv.weight, 1, the output of block1.branch.conv",
    })
    void aLayerOfHugeWeightsIsNamed(String net, String parameter, float inputs, String first) {
        String architecture = net.equals("conv") ? TinyTraining.CONV : TinyTraining.DENSE;
        Network bad = with(with(TinyTraining.net(architecture), "first.weight", inputs), parameter, 1e38f);
        DivergedException e = diverges(bad);
        assertTrue(e.first().startsWith(first + " ("), e.getMessage());
        assertEquals(0, e.step());
        assertTrue(e.getMessage().contains("at step 1, batch 1 of epoch 1, with learning rate 0.01"), e.getMessage());
    }

    @Test
    void aNaNAmongTheParametersIsNamed() {
        DivergedException e = diverges(with(TinyTraining.net(TinyTraining.DENSE), "layer2.dense.bias", Float.NaN));
        assertTrue(e.first().startsWith("the parameter layer2.dense.bias (12 of 12 numbers, the first NaN)"), e.getMessage());
        assertTrue(Double.isNaN(e.loss()));
    }

    /** Behind tiny weights the large ones meet small numbers, so all outputs are finite; the gradient comes from the other side. */
    @Test
    void aGradientCanDivergeAlone() {
        Network bad = TinyTraining.net(TinyTraining.DENSE);
        bad = with(bad, "first.weight", 1e-36f);
        bad = with(bad, "layer1.dense.weight", 1e30f);
        bad = with(bad, "layer2.dense.weight", 1e25f);
        bad = with(bad, "readout.dense.weight", 1e-14f);
        DivergedException e = diverges(bad);
        assertTrue(Double.isFinite(e.loss()), e.getMessage());
        assertTrue(e.first().startsWith("the gradient by the output of layer1.act ("), e.getMessage());
        assertEquals(0, e.step());
    }

    /** A rate that is far too high: what was reached before is kept. */
    @Test
    void aRateThatIsTooHighEndsInDivergenceWithTheCheckpointBeforeIntact() throws IOException {
        Recipe recipe = Recipe.of(Optimizer.parse("sgd"), 1e8, 60).schedule(Schedule.parse("warmup:epochs=59+constant"));
        Trainer trainer = Trainer.of(TinyTraining.net(TinyTraining.DENSE), recipe, TinyTraining.training(), TinyTraining.validation())
                .folder(folder).checkpointEvery(1);
        DivergedException e = assertThrows(DivergedException.class, trainer::run);
        assertTrue(e.step() > 0 && e.rate() > 1, e.getMessage());
        CheckpointFolder files = CheckpointFolder.at(folder);
        assertEquals(files.file(e.step()), files.files().getFirst());
        Network before = Checkpoint.read(files.files().getFirst()).network();
        DivergedException again = assertThrows(DivergedException.class, trainer::run);
        assertEquals(e.getMessage(), again.getMessage());
        Network after = Checkpoint.read(files.files().getFirst()).network();
        before.parameters().forEach((name, value) -> assertArrayEquals(value.toArray(), after.parameters().get(name).toArray(), name));
    }
}
