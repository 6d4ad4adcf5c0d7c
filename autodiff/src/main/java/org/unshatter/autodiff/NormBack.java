package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.unshatter.kernels.BatchNorm;
import org.unshatter.kernels.ColumnNorm;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Normalisation;

/**
 * The gradients of {@link Norm}. Inputs: X, γ and β if it has them, μ, σ², dY. Outputs: dX = s·(g − mean(g) − X̂·mean(g·X̂)) with g = γ·dY, or s·g where the
 * statistics are constant; dγ = Σ dY·X̂; dβ = Σ dY. Source: Ioffe and Szegedy 2015, section 3.
 */
final class NormBack extends Operation {

    private final Norm.Kind kind;
    private final Normalisation norm;

    NormBack(Norm.Kind kind, Tensor... inputs) {
        super(inputs, shapes(inputs));
        this.kind = kind;
        norm = kind.of(inputs[0]);
    }

    private NormBack(Norm.Kind kind, Tensor[] inputs, Tensor[] outputs) {
        super(inputs, outputs);
        this.kind = kind;
        norm = kind.of(inputs[0]);
    }

    private static Shape[] shapes(Tensor... inputs) {
        Shape x = inputs[0].layout();
        return inputs.length < 6 ? new Shape[] {x} : new Shape[] {x, inputs[1].layout(), inputs[2].layout()};
    }

    private boolean affine() {
        return outputs().length > 1;
    }

    private Tensor fromEnd(int index) {
        return input(inputs().length - index);
    }

    @Override
    void compute() {
        Storage x = input(0).storage();
        Storage mean = fromEnd(3).storage();
        Storage variance = fromEnd(2).storage();
        Storage dy = fromEnd(1).storage();
        Storage dx = output().storage();
        boolean affine = affine();
        float[] g = affine ? input(1).storage().array : null;
        int gOffset = affine ? input(1).storage().offset : 0;
        float[] b = affine ? input(2).storage().array : null;
        int bOffset = affine ? input(2).storage().offset : 0;
        float[] dg = affine ? output(1).storage().array : null;
        int dgOffset = affine ? output(1).storage().offset : 0;
        float[] db = affine ? output(2).storage().array : null;
        int dbOffset = affine ? output(2).storage().offset : 0;
        boolean through = kind.statistics() == Statistics.DIFFERENTIATED;
        if (norm == null) {
            ColumnNorm.gradient(input(0).dim(0), input(0).dim(1), kind.divide(), kind.epsilon(), kind.activation(), x.array, x.offset, g, gOffset, b, bOffset,
                    mean.array, mean.offset, variance.array, variance.offset, dy.array, dy.offset, through, dx.array, dx.offset, dg, dgOffset, db, dbOffset);
        } else {
            BatchNorm.gradient(norm, x.array, x.offset, g, gOffset, b, bOffset, mean.array, mean.offset, variance.array, variance.offset,
                    dy.array, dy.offset, through, false, dx.array, dx.offset, dg, dgOffset, db, dbOffset);
        }
    }

    /** Through its formula: μ and σ² are functions of X there, so that their own tangents are not needed. */
    @Override
    Tensor[] jvps(Tensor[] d) {
        Tape tape = new Tape();
        int parameters = affine() ? 2 : 1;
        List<Tensor> at = new ArrayList<>();
        List<Tensor> directions = new ArrayList<>();
        for (int i = 0; i < parameters; i++) {
            at.add(tape.variable(input(i).detach()));
            directions.add(d[i] == null ? Tensor.full(0, input(i).layout()) : d[i]);
        }
        Tensor dy = tape.variable(fromEnd(1).detach());
        Tensor ddy = d[d.length - 1] == null ? Tensor.full(0, dy.layout()) : d[d.length - 1];
        Tensor[] outputs = Norm.gradient(kind, at, dy);
        List<Tensor> variables = new ArrayList<>(at);
        variables.add(dy);
        directions.add(ddy);
        Tangents tangents = tape.tangents(variables, directions);
        Tensor[] moved = new Tensor[outputs.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = tangents.of(outputs[i]);
        }
        return moved;
    }

    @Override
    Tensor jvp(Tensor[] d) {
        return jvps(d)[0];
    }

    /** A rectifier behind the normalisation: the kernel sees its mask by computing Y again. */
    @Override
    Operation fused(Graph graph) {
        if (kind.activation() == Activation.NONE && graph.onlyUse(fromEnd(1)) && graph.maker(fromEnd(1)) instanceof Rectifiers.PassAbove mask
                && mask.isOfRectifier() && graph.maker(mask.input(1)) instanceof Norm forward && forward.isRectified(fromEnd(3))) {
            Tensor[] inputs = inputs().clone();
            inputs[inputs.length - 1] = mask.input(0);
            return new NormBack(kind.rectified(), inputs, outputs());
        }
        return null;
    }
}
