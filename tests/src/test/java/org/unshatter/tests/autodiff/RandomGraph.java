package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tangents;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;

/**
 * A function of tensors that is drawn by chance: operations on whatever is there already, be it an input, a parameter, a memory that the function itself
 * assigns to, or an earlier result, once or twice; some of it returned, with gradients. The same seed draws the same function.
 */
final class RandomGraph {

    private static final int STEPS = 30;
    private static final int LARGEST = 4000;

    private final long seed;
    private final int rows;
    private final int columns;
    private final Tensor[] parameters;
    private final Tensor[] memories;

    RandomGraph(long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(~seed);
        rows = random.nextInt(1, 20);
        columns = random.nextInt(1, 8);
        parameters = new Tensor[] {matrix(random), Data.random(random, columns, columns), Data.random(random, columns), Data.random(random, columns),
            Data.random(random, 2, columns, 3, 3)};
        memories = new Tensor[] {matrix(random), matrix(random)};
    }

    private Tensor matrix(SplittableRandom random) {
        return Data.random(random, rows, columns);
    }

    /** Of the inputs of one run: two matrices, and images. */
    Tensor[] inputs(int run) {
        SplittableRandom random = new SplittableRandom(seed + 31 * run);
        return new Tensor[] {matrix(random), matrix(random), Data.random(random, rows, columns, 3, 2)};
    }

    /** What the function assigned to. */
    Tensor[] memories() {
        return memories;
    }

    /** One evaluation. */
    Tensor[] apply(Tensor... in) {
        return new Evaluation(in).run();
    }

    private final class Evaluation {
        private final SplittableRandom random = new SplittableRandom(seed);
        private final Tape tape = new Tape();
        private final List<Tensor> variables = new ArrayList<>();
        private final List<Tensor> known = new ArrayList<>();
        private final List<Tensor> results = new ArrayList<>();

        Evaluation(Tensor... in) {
            for (Tensor t : in) {
                known.add(random.nextBoolean() ? variable(t) : t);
            }
            for (Tensor t : parameters) {
                known.add(random.nextInt(4) > 0 ? variable(t) : t);
            }
            known.addAll(Arrays.asList(memories));
            known.add(variable(parameters[0]));
        }

        private Tensor variable(Tensor t) {
            Tensor variable = tape.variable(t);
            variables.add(variable);
            return variable;
        }

        Tensor[] run() {
            for (int step = 0; step < STEPS; step++) {
                Tensor made = next();
                if (made.size() > 0 && made.size() <= LARGEST) {
                    known.add(made);
                }
                if (random.nextInt(6) == 0) {
                    assign();
                }
                if (random.nextInt(8) == 0) {
                    results.add(any());
                }
            }
            gradients();
            if (random.nextInt(4) == 0) {
                secondDerivatives();
            }
            results.add(known.getLast());
            return results.toArray(Tensor[]::new);
        }

        private void gradients() {
            for (int i = 0; i < 2; i++) {
                Tensor loss = variables.getFirst().tanh().mean();
                for (int term = 0; term < 8; term++) {
                    Tensor x = any();
                    loss = loss.add(x.multiply(x).tanh().mean());
                }
                Gradients gradients = tape.gradients(loss);
                for (Tensor variable : variables) {
                    known.add(gradients.of(variable));
                    if (random.nextBoolean()) {
                        results.add(known.getLast());
                    }
                    if (random.nextInt(3) == 0) {
                        assign();
                    }
                }
                results.add(loss);
            }
        }

        private void secondDerivatives() {
            Tensor x = variables.getFirst();
            Tensor loss = x.tanh().mean().add(any().tanh().mean());
            Tensor gradient = tape.differentiableGradients(loss).of(x);
            Tangents tangents = tape.tangents(x, gradient.detach());
            results.add(tangents.of(loss));
            results.add(tangents.of(gradient));
        }

        /** The later, the likelier: chains of operations grow long. */
        private Tensor any() {
            int n = known.size();
            return known.get(random.nextBoolean() ? random.nextInt(n) : Math.max(0, n - 1 - random.nextInt(4)));
        }

        private void assign() {
            Tensor memory = memories[random.nextInt(memories.length)];
            for (int trial = 0; trial < 20; trial++) {
                Tensor value = any();
                if (Arrays.equals(value.shape(), memory.shape())) {
                    (random.nextBoolean() ? value : value.scale(0.5f)).assignTo(memory);
                    return;
                }
            }
        }

        private Tensor next() {
            Tensor x = any();
            return switch (random.nextInt(5)) {
                case 0, 1 -> pointwise(x);
                case 2 -> pair(x);
                case 3 -> x.rank() == 4 ? ofImages(x) : x.rank() == 2 ? ofMatrix(x) : pointwise(x);
                default -> shape(x);
            };
        }

        private Tensor pointwise(Tensor x) {
            return switch (random.nextInt(13)) {
                case 0 -> x.tanh();
                case 1 -> x.relu();
                case 2 -> x.sigmoid().negate();
                case 3 -> x.min(0.5f).max(-0.5f);
                case 4 -> x.multiply(x).addScalar(1).sqrt();
                case 5 -> x.divide(x.abs().addScalar(1));
                case 6 -> x.subtract(x.softplus());
                case 7 -> x.combine(0.5f, x, -2);
                case 8 -> x.leakyRelu(0.1f).gelu();
                case 9 -> x.clamp(-1, 1).exp().log();
                case 10 -> x.relu().add(x.negate().relu());
                case 11 -> tape.checkpoint(t -> t.tanh().multiply(x).relu(), x);
                default -> x.detach().scale(0.25f);
            };
        }

        /** With a tensor of the same shape if one is met, else of a shape that can be repeated to it. */
        private Tensor pair(Tensor x) {
            Tensor y = x.rank() < 2 ? x : x.rank() == 2 ? x.mean(0) : Tensor.scalar(0.5f);
            for (int trial = 0; trial < 10; trial++) {
                Tensor other = any();
                if (Arrays.equals(other.shape(), x.shape())) {
                    y = other;
                    break;
                }
            }
            return switch (random.nextInt(4)) {
                case 0 -> x.add(y);
                case 1 -> x.multiply(y).tanh();
                case 2 -> y.subtract(x);
                default -> x.combine(0.5f, y, 0.5f).relu();
            };
        }

        private Tensor ofMatrix(Tensor x) {
            Tensor w = known.get(4);
            Tensor b = known.get(5);
            boolean fits = x.dim(1) == columns;
            return switch (random.nextInt(fits ? 14 : 7)) {
                case 0 -> x.softmax();
                case 1 -> x.logSoftmax().scale(0.1f);
                case 2 -> x.layerNorm(0.1);
                case 3 -> x.crelu();
                case 4 -> x.center(Statistics.DIFFERENTIATED);
                case 5 -> x.matmul(true, x, false).tanh();
                case 6 -> x.maxAlong(random.nextInt(2));
                case 7 -> x.linear(w, b);
                case 8 -> x.linear(w, b).relu();
                case 9 -> x.linear(w, b).crelu();
                case 10 -> x.linear(w, b).reshape(-1).relu();
                case 11 -> x.matmulTransposed(w).relu();
                case 12 -> x.batchNorm(b, known.get(6), 0.1, Statistics.DIFFERENTIATED).relu();
                default -> x.reshape(x.dim(0), columns, 1, 1).pad(2, 1, 1).pad(3, 0, 1);
            };
        }

        private Tensor ofImages(Tensor x) {
            Tensor w = known.get(7);
            boolean fits = x.dim(1) == columns;
            return switch (random.nextInt(fits ? 11 : 6)) {
                case 0 -> x.images().relu();
                case 1 -> x.maxPool(Window.of(2).padding(1));
                case 2 -> x.globalAveragePool();
                case 3 -> x.batchNorm(0.1, Statistics.DIFFERENTIATED).relu();
                case 4 -> x.layerNorm(0.1).rowMajor();
                case 5 -> x.averagePool(Window.of(1).stride(2), false);
                case 6 -> x.conv2d(w, null, Window.of(3).padding(1), 1);
                case 7 -> x.conv2d(w, null, Window.of(3).padding(1), 1).relu();
                case 8 -> x.batchNorm(known.get(5), known.get(6), 0.1, Statistics.CONSTANT).relu();
                case 9 -> x.images().prelu(known.get(5));
                default -> x.images().add(x).slice(1, 0, columns / 2 + 1).crelu();
            };
        }

        private Tensor shape(Tensor x) {
            if (x.rank() == 0) {
                return x.expandTo(rows, columns);
            }
            int axis = random.nextInt(x.rank());
            return switch (random.nextInt(8)) {
                case 0 -> x.reshape(-1);
                case 1 -> x.mean(axis);
                case 2 -> x.slice(axis, 0, (x.dim(axis) + 1) / 2);
                case 3 -> x.pad(axis, 1, 0);
                case 4 -> Tensor.concatenate(axis, x, x);
                case 5 -> x.size() == rows * columns ? x.reshape(rows, columns) : x.sumKeeping(axis).scale(0.1f);
                case 6 -> x.rank() == 2 ? x.transpose() : x.relu();
                default -> x.rank() == 1 ? x.gatherRows(Tensor.of(new float[] {x.dim(0) - 1, 0}, 2)).sum() : x.rowMajor().variance(axis);
            };
        }
    }
}
