package org.unshatter.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Optimizers;

/** A captured training step. */
final class StepWorkload implements Workload {
    private static final double MOMENTUM = 0.9;

    private final StepCase of;
    private final Parameters parameters;
    private final Tensor[] data;
    private final Function<Tensor[], Tensor[]> step;
    private final Captured captured;
    private final float[] first;
    private final float[] second;
    private long steps;

    StepWorkload(StepCase of) {
        this.of = of;
        StepNet net = of.net();
        parameters = Parameters.of(net.parameters());
        data = net.data();
        step = in -> {
            Tape tape = new Tape();
            List<Tensor> variables = parameters.on(tape);
            Tensor loss = net.loss(variables, in);
            parameters.assign(tape.gradients(loss), variables);
            return new Tensor[] {loss};
        };
        captured = Captured.of(step);
        first = new float[parameters.values().length];
        second = new float[of.isThin() ? first.length : 0];
    }

    @Override
    public Runnable ours() {
        return () -> {
            captured.run(data);
            update();
        };
    }

    /** With rates so small that the loss stays what it is. */
    private void update() {
        float[] values = parameters.values();
        steps++;
        if (of.isThin()) {
            Optimizers.adam(values.length, steps, 1e-5, 0.9, 0.999, 1e-8, 0, values, 0, parameters.gradients(), 0, first, 0, second, 0);
        } else {
            Optimizers.momentum(values.length, of.width() > 0 ? 1e-6 : 1e-4, MOMENTUM, false, 0, values, 0, parameters.gradients(), 0, first, 0);
        }
    }

    @Override
    public Optional<Runnable> rival() {
        return Optional.empty();
    }

    /** Loss and gradients are those of the step computed operation by operation, to the bit. */
    @Override
    public void check() {
        float loss = captured.run(data)[0].item();
        float[] gradients = parameters.gradients().clone();
        parameters.clearGradients();
        float expected = step.apply(data)[0].item();
        if (!(loss == expected && Float.isFinite(loss) && Arrays.equals(gradients, parameters.gradients()))) {
            throw new IllegalStateException(of.name() + ": the loss is " + loss + ", expected " + expected + " and the gradients of the uncaptured step");
        }
        double norm = 0;
        for (float g : gradients) {
            norm += (double) g * g;
        }
        if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
            throw new IllegalStateException(of.name() + ": the squared norm of the gradients is " + norm + ", expected a positive number");
        }
    }
}
