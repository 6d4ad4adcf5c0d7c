package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;
import org.unshatter.train.Recipe;
import org.unshatter.train.Trainer;

/** A recipe is what it was told, and refuses what is none. */
class RecipesAreValuesTest {

    private static final Recipe PLAIN = Recipe.of(Optimizer.parse("adam"), 0.1, 3);

    @Test
    void eachSettingChangesItselfAlone() {
        Schedule cosine = Schedule.parse("cosine");
        Recipe all = PLAIN.schedule(cosine).clipping(Clipping.norm(2)).decayWeightsOnly(true).smoothing(0.1).patience(4).statisticsBatches(5);
        assertEquals(new Recipe(Optimizer.parse("adam"), 0.1, cosine, Clipping.norm(2), true, 0.1, 3, 4, 5), all);
        assertEquals(new Recipe(Optimizer.parse("adam"), 0.1, Schedule.parse("constant"), Clipping.none(), false, 0, 3, 0, PLAIN.statisticsBatches()), PLAIN);
    }

    @Test
    void whatIsNoneIsRefused() {
        refused("rate is -1.0, expected a finite number, at least 0", () -> Recipe.of(Optimizer.parse("adam"), -1, 3));
        refused("rate is NaN, expected a finite number, at least 0", () -> Recipe.of(Optimizer.parse("adam"), Double.NaN, 3));
        refused("epochs is 0, expected at least 1", () -> Recipe.of(Optimizer.parse("adam"), 1, 0));
        refused("smoothing is 1.5, expected 0 to 1", () -> PLAIN.smoothing(1.5));
        refused("patience is -1, expected at least 0", () -> PLAIN.patience(-1));
        refused("statisticsBatches is 0, expected at least 1", () -> PLAIN.statisticsBatches(0));
        refused("checkpointEvery is 0 steps, expected at least 1", () -> Trainer.of(TinyTraining.net(TinyTraining.DENSE), PLAIN,
                TinyTraining.training(), TinyTraining.validation()).checkpointEvery(0));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
