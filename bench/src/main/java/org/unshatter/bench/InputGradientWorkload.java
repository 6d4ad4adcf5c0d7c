package org.unshatter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Derivatives;
import org.unshatter.autodiff.Tensor;

/** The gradient of a net of rectifiers by its single input, at each point of a grid from −2 to 2, captured. */
final class InputGradientWorkload implements Workload {
    private final StepCase of;
    private final List<Tensor> weights = new ArrayList<>();
    private final Tensor grid;
    private final Captured captured = Captured.of(in -> new Tensor[] {Derivatives.gradient(this::net, in[0])});

    InputGradientWorkload(StepCase of) {
        this.of = of;
        StepNet.Draw draw = new StepNet.Draw();
        int width = of.width();
        weights.add(draw.normal(1, width, 1));
        for (int l = 1; l < of.depth(); l++) {
            weights.add(draw.normal(Math.sqrt(2.0 / width), width, width));
        }
        weights.add(draw.normal(1 / Math.sqrt(width), 1, width));
        float[] points = new float[of.batch()];
        for (int i = 0; i < points.length; i++) {
            points[i] = -2 + 4f * i / (points.length - 1);
        }
        grid = Tensor.of(points, points.length, 1);
    }

    private Tensor net(Tensor x) {
        for (Tensor w : weights.subList(0, weights.size() - 1)) {
            x = x.matmulTransposed(w).relu();
        }
        return x.matmulTransposed(weights.getLast());
    }

    @Override
    public Runnable ours() {
        return () -> captured.run(grid);
    }

    @Override
    public Optional<Runnable> rival() {
        return Optional.empty();
    }

    /** Without biases the net is linear on either side of 0: its value is the gradient times the point. */
    @Override
    public void check() {
        float[] gradient = captured.run(grid)[0].toArray();
        float[] value = net(grid).toArray();
        for (int i = 0; i < gradient.length; i++) {
            double expected = value[i];
            double found = (double) gradient[i] * grid.get(i);
            if (!(Math.abs(found - expected) <= 1e-3 * (Math.abs(expected) + Math.abs(found)))) {
                throw new IllegalStateException(of.name() + ": gradient times point " + i + " is " + found + ", expected the value, " + expected);
            }
        }
    }
}
