package org.unshatter.tests.autodiff;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Gradients;
import org.unshatter.autodiff.Statistics;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.kernels.Window;
import org.unshatter.tests.kernels.EveryWidth;

/** Where a batch does not fill the layout of images, what is computed in the idle lanes, be it infinite or not a number, is seen nowhere. */
@EveryWidth
class IdleLanesTest {

    private static final Window THREE = Window.of(3).padding(1);

    /** Something that reads images, and has a parameter. */
    private record Reader(String name, int[] parameter, BinaryOperator<Tensor> operation) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Reader reader(String name, UnaryOperator<Tensor> operation) {
        return new Reader(name, new int[] {2}, (x, p) -> operation.apply(x));
    }

    static List<Reader> readers() {
        int[] features = {2};
        return List.of(
                new Reader("conv2d", new int[] {3, 2, 3, 3}, (x, w) -> x.conv2d(w, null, THREE, 1)),
                new Reader("conv2d with stride", new int[] {3, 2, 3, 3}, (x, w) -> x.conv2d(w, null, THREE.stride(2), 1)),
                new Reader("conv2d with bias", features, (x, b) -> x.conv2d(Tensor.zeros(2, 2, 1, 1), b, Window.of(1), 1)),
                new Reader("depthwise", new int[] {2, 1, 3, 3}, (x, w) -> x.conv2d(w, null, THREE, 2)),
                new Reader("CReLU and conv2d", new int[] {3, 4, 3, 3}, (x, w) -> x.crelu().conv2d(w, null, THREE, 1)),
                reader("maxPool", x -> x.maxPool(Window.of(2))),
                reader("averagePool", x -> x.averagePool(Window.of(2).padding(1), true)),
                reader("globalAveragePool", Tensor::globalAveragePool),
                reader("center", x -> x.center(Statistics.DIFFERENTIATED)),
                reader("batchNorm", x -> x.batchNorm(0.1, Statistics.DIFFERENTIATED)),
                new Reader("batchNorm with gain", features, (x, g) -> x.batchNorm(g, Tensor.zeros(2), 0.1, Statistics.DIFFERENTIATED)),
                new Reader("batchNorm with shift", features, (x, s) -> x.batchNorm(Tensor.zeros(2).addScalar(1), s, 0.1, Statistics.CONSTANT)),
                new Reader("layerNorm with gain", features, (x, g) -> x.layerNorm(g, g, 0.1)),
                new Reader("prelu", features, Tensor::prelu),
                reader("relu and CReLU", x -> x.relu().crelu()),
                reader("sum", Tensor::sum),
                reader("mean of the channels", x -> x.mean(0, 2, 3)),
                reader("rowMajor", Tensor::rowMajor),
                reader("slice of the batch", x -> x.slice(0, 1, 3)));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void whatIsInThemIsNotSeen(Reader reader) {
        for (int batch : new int[] {3, 17, 30}) {
            Tensor[] clean = derivatives(reader, batch, x -> x.multiply(x).divide(x).images());
            Tensor[] unclean = derivatives(reader, batch, x -> x.images().multiply(x).divide(x.images()));
            Bits.of(clean).requireOf(reader + ", batch " + batch, unclean);
        }
    }

    /** @param quotient taken before, of the elements alone, or after, and of idle lanes as well: 0/0 */
    private static Tensor[] derivatives(Reader reader, int batch, UnaryOperator<Tensor> quotient) {
        SplittableRandom random = new SplittableRandom(batch);
        Tape tape = new Tape();
        Tensor x = tape.variable(quotient.apply(Data.random(random, batch, 2, 3, 4)));
        Tensor p = tape.variable(Data.random(random, reader.parameter()));
        Tensor y = reader.operation().apply(x, p);
        Tensor seed = Data.random(random, y.shape());
        Gradients gradients = tape.gradients(y, y.rank() == 4 ? quotient.apply(seed) : seed);
        Tensor direction = quotient.apply(Data.random(random, x.shape()));
        return new Tensor[] {y, gradients.of(x), gradients.of(p), tape.tangents(x, direction).of(y)};
    }
}
