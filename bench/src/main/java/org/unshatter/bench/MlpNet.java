package org.unshatter.bench;

import java.util.ArrayList;
import java.util.List;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tensor;

/** A plain net of equally wide dense layers with biases, a mean squared error behind it: of rectifiers, CReLU, or rectifiers after batch normalisation. */
final class MlpNet implements StepNet {
    /** What stands behind each layer. */
    enum Kind { RELU, CRELU, RELUBN }

    private final Kind kind;
    private final int depth;
    private final int width;
    private final int batch;
    private final int inputs;
    private final List<Tensor> parameters = new ArrayList<>();
    private final Tensor[] data;

    MlpNet(Kind kind, int depth, int width, int batch) {
        this.kind = kind;
        this.depth = depth;
        this.width = width;
        this.batch = batch;
        inputs = kind == Kind.CRELU ? 2 * width : width;
        Draw draw = new Draw();
        for (int l = 0; l < depth; l++) {
            parameters.add(draw.normal(Math.sqrt(2.0 / inputs), width, inputs));
            parameters.add(Tensor.zeros(width));
            if (kind == Kind.RELUBN) {
                parameters.add(Draw.ones(width));
                parameters.add(Tensor.zeros(width));
            }
        }
        data = new Tensor[] {draw.normal(1, batch, inputs), draw.normal(1, batch, width)};
    }

    @Override
    public List<Tensor> parameters() {
        return parameters;
    }

    @Override
    public Tensor[] data() {
        return data.clone();
    }

    @Override
    public Tensor loss(List<Tensor> p, Tensor... data) {
        Tensor h = data[0];
        int next = 0;
        for (int l = 0; l < depth; l++) {
            h = h.linear(p.get(next++), p.get(next++));
            if (kind == Kind.RELUBN) {
                h = h.batchNorm(p.get(next++), p.get(next++), 1e-5, Statistics.DIFFERENTIATED);
            }
            h = kind == Kind.CRELU ? h.crelu() : h.relu();
        }
        return h.slice(1, 0, width).meanSquaredError(data[1]);
    }

    @Override
    public double flops() {
        return 2.0 * batch * width * inputs * depth;
    }
}
