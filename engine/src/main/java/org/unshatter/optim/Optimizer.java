package org.unshatter.optim;

import java.util.List;
import org.unshatter.autodiff.Parameters;

/**
 * A rule by which parameters follow their gradients, with its constants: a value. What a training remembers from step to step is in an {@link OptimizerState}.
 * The learning rate belongs to neither: it is given with each step, as a {@link Schedule} wants it.
 *
 * <p>As text: a name, and behind a colon what is not as it would be unless set, such as "adam", "sgd:momentum=0.9,nesterov,decay=5e-4" or "adamw:decay=0.05".
 *
 * <p>Definitions are those of {@link org.unshatter.kernels.Optimizers}, which follow PyTorch where the papers leave a choice.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW, RmsProp {

    /** How the texts are written, with the values of settings unless set. */
    static List<String> usages() {
        return Settings.usages(Catalogue.OPTIMIZERS);
    }

    /**
     * Reads what {@code toString} writes.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Optimizer parse(String text) {
        return Settings.parse("optimizer", text, Catalogue.OPTIMIZERS);
    }

    /** The publication it comes from. */
    String source();

    /** For parameters that are all treated alike, before the first step. */
    default OptimizerState on(Parameters parameters) {
        return on(parameters, ParameterGroups.alike(parameters.count()));
    }

    /**
     * For parameters, some of which are treated differently, before the first step.
     *
     * @param groups the parameters in the same order
     * @throws IllegalArgumentException if there are not as many parameters as in the groups
     */
    default OptimizerState on(Parameters parameters, ParameterGroups groups) {
        return new OptimizerState(this, parameters, groups);
    }
}
