package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.unshatter.tests.engine.data.HandMade.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.data.Augmentation;
import org.unshatter.experiment.Experiment;
import org.unshatter.experiment.NamedRecipe;

/** What an architecture's text leaves open is as the images want it, and what it sets has to suit them. */
class ExperimentTest {

    private static Experiment with(String architecture) {
        return TinyExperiment.of(architecture, 0.01, 1, 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "dense-plain,depth=3 | dense-plain,depth=3,in=2x6x6,out=3",
        "dense-plain,depth=3,in=2x6x6 | dense-plain,depth=3,in=2x6x6,out=3",
        "dense-plain,depth=3,norm=batch | dense-plain,depth=3,in=2x6x6,out=3,norm=batch,stats=differentiated",
        "dense-plain,depth=3,norm=batch,stats=constant | dense-plain,depth=3,in=2x6x6,out=3,norm=batch",
        "conv-plain,depth=3,filters=2 | conv-plain,depth=3,filters=2,in=2x6x6,out=3",
        "resnet,depth=8 | resnet,depth=8,in=2x6x6,out=3"
    })
    void whatIsLeftOpenIsFilledIn(String text, String complete) {
        assertEquals(complete, with(text).architecture(TinyExperiment.DATA).toString());
        assertEquals(complete, with(text).network(TinyExperiment.DATA).architecture());
    }

    @Test
    void aNetForOtherImagesIsRefused() {
        assertRefused(() -> with("dense-plain,depth=3,in=72").network(TinyExperiment.DATA), "takes [72]", "expected [2, 6, 6]");
        assertRefused(() -> with("conv-plain,depth=3,in=3x6x6").network(TinyExperiment.DATA), "takes [3, 6, 6]", "expected [2, 6, 6]");
        assertRefused(() -> with("dense-plain,depth=3,out=10").network(TinyExperiment.DATA), "outputs of [10]", "expected [3]");
        assertRefused(() -> with("dense-plain").network(TinyExperiment.DATA), "dense-plain", "expected a body and family and then the depth");
        assertRefused(() -> with("dense-plain,depth=3,act=relu,init=looks-linear").network(TinyExperiment.DATA), "looks-linear", "expected crelu");
    }

    @Test
    void aBatchThatIsNeverFullIsRefused() {
        Experiment like = with("dense-plain,depth=3");
        Experiment large = new Experiment(like.architecture(), like.recipe(), 51, Augmentation.none(), 1);
        assertRefused(() -> large.network(TinyExperiment.DATA), "batch is 51", "at most 50");
        assertRefused(() -> new Experiment(like.architecture(), like.recipe(), 0, Augmentation.none(), 1), "batch is 0", "at least 1");
        assertRefused(() -> new Experiment(like.architecture(), like.recipe().rate(0), 8, Augmentation.none(), 1), "rate is 0.0", "above 0");
    }

    @Test
    void recipesHaveNames() {
        assertEquals("thin", NamedRecipe.all().getFirst().name());
        for (NamedRecipe recipe : NamedRecipe.all()) {
            assertEquals(recipe, NamedRecipe.named(recipe.name()));
        }
        assertRefused(() -> NamedRecipe.named("fat"), "recipe is \"fat\"", "thin, paper, resnet, digits");
    }
}
