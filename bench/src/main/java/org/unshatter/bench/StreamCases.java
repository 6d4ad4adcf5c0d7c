package org.unshatter.bench;

import static org.unshatter.bench.Operands.Extent.ALL;
import static org.unshatter.bench.Operands.Extent.PER_COLUMN;
import static org.unshatter.bench.Operands.Extent.PER_ROW;
import static org.unshatter.bench.Operands.Extent.POSITIVE;
import static org.unshatter.bench.Operands.Extent.TWICE;
import static org.unshatter.bench.Operands.at;

import java.util.List;
import java.util.stream.IntStream;
import org.unshatter.bench.Operands.Extent;
import org.unshatter.bench.StreamCase.Expected;
import org.unshatter.bench.StreamCase.Pass;
import org.unshatter.kernels.Activations;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Optimizers;
import org.unshatter.kernels.Reductions;
import org.unshatter.kernels.Softmax;
import org.unshatter.kernels.Transposition;

/** The passes that are bound by memory: a new one gets an entry here. */
final class StreamCases {
    private StreamCases() {}

    /** Kernel, floats read and written per element, the call, the expected element i of the last operand, the operands. */
    static List<StreamCase> list() {
        return List.of(
                of("copy", 2, (r, c, v) -> Copy.run(v[0], v[1]), (i, r, c) -> at(0, i), ALL, ALL),
                of("scale", 2, (r, c, v) -> Elementwise.scale(r * c, 0.5f, v[0], 0, v[1], 0), (i, r, c) -> 0.5 * at(0, i), ALL, ALL),
                of("axpy", 3, (r, c, v) -> Elementwise.axpy(r * c, 0.5f, v[0], 0, v[1], 0),
                        (i, r, c) -> 0.5 * at(0, i) + at(1, i), ALL, ALL),
                of("combine", 3, (r, c, v) -> Elementwise.combine(r * c, 0.5f, v[0], 0, 0.25f, v[1], 0, v[2], 0),
                        (i, r, c) -> 0.5 * at(0, i) + 0.25 * at(1, i), ALL, ALL, ALL),
                of("relu", 2, (r, c, v) -> Elementwise.relu(r * c, v[0], 0, v[1], 0), (i, r, c) -> Math.max(at(0, i), 0), ALL, ALL),
                of("relu_gradient", 4, (r, c, v) -> Elementwise.addReluGradient(r * c, v[0], 0, v[1], 0, v[2], 0),
                        (i, r, c) -> at(2, i) + (at(0, i) > 0 ? at(1, i) : 0), ALL, ALL, ALL),
                of("crelu", 3, (r, c, v) -> Elementwise.crelu(r, c, v[0], v[1]),
                        (i, r, c) -> Math.max(i / c % 2 == 0 ? at(0, i / (2 * c) * c + i % c) : -at(0, i / (2 * c) * c + i % c), 0),
                        ALL, TWICE),
                of("crelu_gradient", 5, (r, c, v) -> Elementwise.addCreluGradient(r, c, v[0], v[1], v[2]),
                        (i, r, c) -> at(2, i) + (at(0, i) >= 0 ? at(1, i / c * 2 * c + i % c) : -at(1, (i / c * 2 + 1) * c + i % c)),
                        ALL, TWICE, ALL),
                of("add_to_rows", 2, (r, c, v) -> Elementwise.addToRows(r, c, v[0], v[1]),
                        (i, r, c) -> at(0, i % c) + at(1, i), PER_COLUMN, ALL),
                of("row_sums", 1, (r, c, v) -> Reductions.rowSums(r, c, v[0], v[1]),
                        (i, r, c) -> IntStream.range(0, c).mapToDouble(j -> at(0, i * c + j)).sum(), ALL, PER_ROW),
                of("column_sums", 1, (r, c, v) -> Reductions.columnSums(r, c, v[0], v[1]),
                        (i, r, c) -> IntStream.range(0, r).mapToDouble(j -> at(0, j * c + i)).sum(), ALL, PER_COLUMN),
                of("exp", 2, (r, c, v) -> Activations.exp(r * c, v[0], 0, v[1], 0), (i, r, c) -> Math.exp(at(0, i)), ALL, ALL),
                of("tanh", 2, (r, c, v) -> Activations.tanh(r * c, v[0], 0, v[1], 0), (i, r, c) -> Math.tanh(at(0, i)), ALL, ALL),
                of("sigmoid", 2, (r, c, v) -> Activations.sigmoid(r * c, v[0], 0, v[1], 0),
                        (i, r, c) -> 1 / (1 + Math.exp(-at(0, i))), ALL, ALL),
                of("softplus", 2, (r, c, v) -> Activations.softplus(r * c, v[0], 0, v[1], 0),
                        (i, r, c) -> Math.log1p(Math.exp(at(0, i))), ALL, ALL),
                of("gelu", 2, (r, c, v) -> Activations.gelu(r * c, v[0], 0, v[1], 0),
                        (i, r, c) -> at(0, i) * (1 + erf(at(0, i) / Math.sqrt(2))) / 2, ALL, ALL),
                of("softmax", 2, (r, c, v) -> Softmax.softmax(r, c, v[0], 0, v[1], 0), (i, r, c) -> Math.exp(at(0, i))
                        / IntStream.range(0, c).mapToDouble(j -> Math.exp(at(0, i / c * c + j))).sum(), ALL, ALL),
                of("transpose", 2, (r, c, v) -> Transposition.transpose(r, c, v[0], 0, c, v[1], 0, r),
                        (i, r, c) -> at(0, i % r * c + i / r), ALL, ALL),
                of("sgd", 3, (r, c, v) -> Optimizers.sgd(r * c, 0.01, 0, v[1], 0, v[0], 0),
                        (i, r, c) -> at(1, i) - 0.01 * at(0, i), ALL, ALL),
                of("momentum", 5, (r, c, v) -> Optimizers.momentum(r * c, 0.01, 0.9, false, 0, v[2], 0, v[0], 0, v[1], 0),
                        (i, r, c) -> at(2, i) - 0.01 * (0.9 * at(1, i) + at(0, i)), ALL, ALL, ALL),
                of("adam", 7, (r, c, v) -> Optimizers.adam(r * c, 10, 0.01, 0.9, 0.999, 1e-8, 0, v[3], 0, v[0], 0, v[1], 0, v[2], 0),
                        (i, r, c) -> at(3, i) - adamStep(at(0, i), at(1, i), Math.abs(at(2, i))), ALL, ALL, POSITIVE, ALL));
    }

    /** The series at 0, for arguments no larger than 1. */
    private static double erf(double x) {
        double power = x;
        double sum = 0;
        for (int n = 0; n < 20; n++) {
            sum += power / (2 * n + 1);
            power *= -x * x / (n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** What the tenth step takes off a parameter. Source: Kingma and Ba 2015, algorithm 1. */
    private static double adamStep(double gradient, double mean, double square) {
        double newMean = (0.9 * mean + 0.1 * gradient) / (1 - Math.pow(0.9, 10));
        double newSquare = (0.999 * square + 0.001 * gradient * gradient) / (1 - Math.pow(0.999, 10));
        return 0.01 * newMean / (Math.sqrt(newSquare) + 1e-8);
    }

    static StreamCase of(String kernel, double accesses, Pass pass, Expected expected, Extent... operands) {
        return new StreamCase(kernel + "_" + Operands.MEGABYTES + "MB", accesses, pass, expected, List.of(operands));
    }
}
