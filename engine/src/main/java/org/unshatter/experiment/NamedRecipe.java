package org.unshatter.experiment;

import java.util.List;
import java.util.stream.Collectors;
import org.unshatter.data.Augmentation;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;
import org.unshatter.train.Recipe;

/**
 * Recipes that have a name.
 *
 * @param name         by which {@link #named} finds it
 * @param what         it is for, and where from
 * @param recipe       rule, rate, schedule and epochs
 * @param batch        images of a step
 * @param augmentation of the training images
 */
public record NamedRecipe(String name, String what, Recipe recipe, int batch, Augmentation augmentation) {

    private static final Schedule WARM_COSINE = Schedule.parse("warmup:epochs=1+cosine");

    private static final List<NamedRecipe> ALL = List.of(
            new NamedRecipe("thin", "thin nets in a short time: Adam, a warm-up, then a cosine; shifts and flips as in the paper",
                    Recipe.of(Optimizer.parse("adam"), 1e-3, 15).schedule(WARM_COSINE).clipping(Clipping.norm(1)), 128, Augmentation.shiftsAndFlips(4)),
            new NamedRecipe("paper", "Balduzzi et al. 2017, section 5: Adam, the rate dropped where the loss stands still; rate, batch and epochs are this project's",
                    Recipe.of(Optimizer.parse("adam"), 1e-3, 100).schedule(Schedule.parse("plateau")), 128, Augmentation.shiftsAndFlips(4)),
            new NamedRecipe("resnet", "He et al. 2016a, section 4.2, in 20 epochs: momentum 0.9, decay of weights 5e-4, a warm-up, then a cosine",
                    Recipe.of(Optimizer.parse("sgd:momentum=0.9,nesterov,decay=5e-4"), 0.1, 20).schedule(WARM_COSINE).decayWeightsOnly(true),
                    128, Augmentation.shiftsAndFlips(4)),
            new NamedRecipe("digits", "dense nets on MNIST: Adam, a warm-up, then a cosine; images as they are",
                    Recipe.of(Optimizer.parse("adam"), 1e-3, 10).schedule(WARM_COSINE).clipping(Clipping.norm(1)),
                    128, Augmentation.none()));

    /** All, the first of which is taken unless another is named. */
    public static List<NamedRecipe> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException if none has this name */
    public static NamedRecipe named(String name) {
        return ALL.stream().filter(recipe -> recipe.name.equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "recipe is \"" + name + "\", expected one of " + ALL.stream().map(NamedRecipe::name).collect(Collectors.joining(", "))));
    }
}
