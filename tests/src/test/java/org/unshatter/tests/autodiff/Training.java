package org.unshatter.tests.autodiff;

import java.util.List;
import java.util.SplittableRandom;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Optimizers;

/** A net that is trained by stochastic gradient descent. */
final class Training {

    private final SmallNet net;
    final Parameters parameters;

    Training(SmallNet net) {
        this.net = net;
        parameters = Parameters.of(net.initial(new SplittableRandom(net.name().hashCode())));
    }

    /** The loss and the gradients of one minibatch: what is called as it is, or captured. */
    Tensor[] step(Tensor... batch) {
        Tape tape = new Tape();
        List<Tensor> weights = parameters.on(tape);
        Tensor loss = net.loss(weights, batch[0], batch[1]);
        parameters.assign(tape.gradients(loss), weights);
        return new Tensor[] {loss};
    }

    void update() {
        Optimizers.sgd(parameters.values().length, 0.1, 1e-4, parameters.values(), 0, parameters.gradients(), 0);
    }
}
