package org.unshatter.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Derivatives of functions of tensors, each in one call. For several derivatives of one evaluation use a {@link Tape}. */
public final class Derivatives {

    private Derivatives() {
    }

    /** The gradient of the sum of all elements of f(x): where samples do not see each other, the gradient of each by itself. Reverse mode. */
    public static Tensor gradient(UnaryOperator<Tensor> f, Tensor x) {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        return tape.gradients(f.apply(variable)).of(variable);
    }

    /** The directional derivative J·v of f at x. Forward mode. */
    public static Tensor directional(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor y = f.apply(variable);
        return tape.tangents(variable, v).of(y);
    }

    /** H·v, H the second derivatives of the sum of all elements of f(x). Forward over reverse. */
    public static Tensor hessianVectorProduct(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor gradient = tape.differentiableGradients(f.apply(variable)).of(variable);
        return gradient.tape() == null ? Tensor.full(0, x.layout()) : tape.tangents(variable, v).of(gradient);
    }

    /**
     * The Jacobian of f at x, [elements of f(x), elements of x]: row by row in reverse mode or column by column in forward mode, whichever is fewer.
     *
     * @throws IllegalArgumentException if it would have 2³¹ elements or more
     */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
        Tape tape = new Tape();
        Tensor variable = tape.variable(x);
        Tensor y = f.apply(variable);
        int rows = y.size();
        int columns = x.size();
        float[] jacobian = Shape.of(rows, columns).array();
        boolean byRows = rows <= columns;
        for (int i = 0; i < Math.min(rows, columns); i++) {
            float[] unit = new float[byRows ? rows : columns];
            unit[i] = 1;
            Tensor direction = Tensor.of(unit, byRows ? y.shape() : x.shape());
            float[] line = (byRows ? tape.gradients(y, direction).of(variable) : tape.tangents(variable, direction).of(y)).toArray();
            for (int j = 0; j < line.length; j++) {
                jacobian[byRows ? i * columns + j : j * columns + i] = line[j];
            }
        }
        return Tensor.of(jacobian, rows, columns);
    }

    /**
     * The gradients by the parameters of each sample by itself: of the sum of all elements of f(parameters, sample), one after the other, captured once.
     *
     * @param f       of the parameters and a batch of one
     * @param samples [n, …]
     * @return for each parameter [n, its shape]
     */
    public static List<Tensor> perSample(BiFunction<List<Tensor>, Tensor, Tensor> f, List<Tensor> parameters, Tensor samples) {
        Captured step = Captured.of(in -> {
            Tape tape = new Tape();
            List<Tensor> variables = parameters.stream().map(tape::variable).toList();
            Gradients gradients = tape.gradients(f.apply(variables, in[0]));
            return variables.stream().map(gradients::of).toArray(Tensor[]::new);
        });
        int n = samples.dim(0);
        List<float[]> all = new ArrayList<>();
        for (Tensor parameter : parameters) {
            all.add(Shape.of(n, parameter.size()).array());
        }
        for (int i = 0; i < n; i++) {
            Tensor[] gradients = step.run(samples.slice(0, i, i + 1));
            for (int p = 0; p < gradients.length; p++) {
                System.arraycopy(gradients[p].toArray(), 0, all.get(p), i * gradients[p].size(), gradients[p].size());
            }
        }
        List<Tensor> result = new ArrayList<>();
        for (int p = 0; p < all.size(); p++) {
            int[] shape = parameters.get(p).shape();
            int[] stacked = new int[shape.length + 1];
            stacked[0] = n;
            System.arraycopy(shape, 0, stacked, 1, shape.length);
            result.add(Tensor.of(all.get(p), stacked));
        }
        return result;
    }
}
