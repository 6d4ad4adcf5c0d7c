package org.unshatter.tests.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.kernels.Activations;
import org.unshatter.kernels.Elementwise;
import org.unshatter.kernels.Optimizers;
import org.unshatter.kernels.Reductions;
import org.unshatter.kernels.Softmax;

/** Wrong lengths, offsets and hyper-parameters of functions and optimisers throw, and the message names the argument. */
class FunctionsRefuseWrongArgumentsTest {

    /** Fits two rows of three, but no more. */
    private static final float[] OK = new float[6];
    private static final float[] SHORT = new float[2];

    private record Wrong(String argument, String call, Executable body) {

        @Override
        public String toString() {
            return call + ": " + argument;
        }
    }

    static Stream<Wrong> activations() {
        return Activation.all().flatMap(f -> Stream.of(
                new Wrong("n", f.name(), () -> f.pass().apply(-1, OK, 0, OK, 0)),
                new Wrong("x", f.name(), () -> f.pass().apply(3, OK, 4, OK, 0)),
                new Wrong("y", f.name(), () -> f.pass().apply(3, OK, 0, OK, -1)),
                new Wrong("n", "gradient of " + f, () -> f.gradient().add(-1, OK, 0, OK, 0, OK, 0)),
                new Wrong(f.ofOutput() ? "y" : "x", "gradient of " + f, () -> f.gradient().add(3, SHORT, 0, OK, 0, OK, 0)),
                new Wrong("dy", "gradient of " + f, () -> f.gradient().add(3, OK, 0, SHORT, 0, OK, 0)),
                new Wrong("dx", "gradient of " + f, () -> f.gradient().add(3, OK, 0, OK, 0, OK, 4))));
    }

    static Stream<Wrong> others() {
        return Stream.of(
                new Wrong("slope", "leakyRelu", () -> Activations.leakyRelu(3, Float.NaN, OK, 0, OK, 0)),
                new Wrong("slope", "gradient", () -> Activations.addLeakyReluGradient(3, Float.POSITIVE_INFINITY, OK, 0, OK, 0, OK, 0)),
                new Wrong("n", "multiply", () -> Elementwise.multiply(-1, OK, 0, OK, 0, OK, 0)),
                new Wrong("x", "multiply", () -> Elementwise.multiply(3, SHORT, 0, OK, 0, OK, 0)),
                new Wrong("y", "multiply", () -> Elementwise.multiply(3, OK, 0, OK, 4, OK, 0)),
                new Wrong("z", "multiply", () -> Elementwise.multiply(3, OK, 0, OK, 0, OK, -1)),
                new Wrong("n", "addProduct", () -> Elementwise.addProduct(-1, OK, 0, OK, 0, OK, 0)),
                new Wrong("x", "addProduct", () -> Elementwise.addProduct(3, SHORT, 0, OK, 0, OK, 0)),
                new Wrong("y", "addProduct", () -> Elementwise.addProduct(3, OK, 0, OK, 4, OK, 0)),
                new Wrong("z", "addProduct", () -> Elementwise.addProduct(3, OK, 0, OK, 0, OK, -1)),
                new Wrong("n", "max", () -> Reductions.max(-1, OK, 0)),
                new Wrong("x", "max", () -> Reductions.max(6, OK, 1)),
                new Wrong("x", "rowMaxima", () -> Reductions.rowMaxima(3, 3, OK, OK)),
                new Wrong("out", "rowMaxima", () -> Reductions.rowMaxima(3, 2, OK, SHORT)));
    }

    static Stream<Wrong> softmax() {
        return Stream.of(
                new Wrong("rows", "softmax", () -> Softmax.softmax(-1, 3, OK, 0, OK, 0)),
                new Wrong("columns", "softmax", () -> Softmax.softmax(2, -1, OK, 0, OK, 0)),
                new Wrong("x", "softmax", () -> Softmax.softmax(2, 3, SHORT, 0, OK, 0)),
                new Wrong("y", "softmax", () -> Softmax.softmax(2, 3, OK, 0, SHORT, 0)),
                new Wrong("rows", "logSoftmax", () -> Softmax.logSoftmax(-1, 3, OK, 0, OK, 0)),
                new Wrong("x", "logSoftmax", () -> Softmax.logSoftmax(2, 3, SHORT, 0, OK, 0)),
                new Wrong("y", "logSoftmax", () -> Softmax.logSoftmax(2, 3, OK, 0, SHORT, 0)),
                new Wrong("x", "logSumExp", () -> Softmax.logSumExp(2, 3, SHORT, 0, OK, 0)),
                new Wrong("out", "logSumExp", () -> Softmax.logSumExp(3, 2, OK, 0, SHORT, 0)),
                new Wrong("out", "logSumExp into its input", () -> Softmax.logSumExp(2, 3, OK, 0, OK, 0)),
                new Wrong("y", "addSoftmaxGradient", () -> Softmax.addSoftmaxGradient(2, 3, SHORT, 0, OK, 0, OK, 0)),
                new Wrong("dy", "addSoftmaxGradient", () -> Softmax.addSoftmaxGradient(2, 3, OK, 0, SHORT, 0, OK, 0)),
                new Wrong("dx", "addSoftmaxGradient", () -> Softmax.addSoftmaxGradient(2, 3, OK, 0, OK, 0, SHORT, 0)),
                new Wrong("y", "addLogSoftmaxGradient", () -> Softmax.addLogSoftmaxGradient(2, 3, SHORT, 0, OK, 0, OK, 0)),
                new Wrong("dy", "addLogSoftmaxGradient", () -> Softmax.addLogSoftmaxGradient(2, 3, OK, 0, SHORT, 0, OK, 0)),
                new Wrong("dx", "addLogSoftmaxGradient", () -> Softmax.addLogSoftmaxGradient(2, 3, OK, 0, OK, 0, SHORT, 0)),
                new Wrong("x", "addLogSumExpGradient", () -> Softmax.addLogSumExpGradient(2, 3, SHORT, 0, OK, 0, OK, 0, OK, 0)),
                new Wrong("y", "addLogSumExpGradient", () -> Softmax.addLogSumExpGradient(3, 2, OK, 0, SHORT, 0, OK, 0, OK, 0)),
                new Wrong("dy", "addLogSumExpGradient", () -> Softmax.addLogSumExpGradient(3, 2, OK, 0, OK, 0, SHORT, 0, OK, 0)),
                new Wrong("dx", "addLogSumExpGradient", () -> Softmax.addLogSumExpGradient(2, 3, OK, 0, OK, 0, OK, 0, SHORT, 0)));
    }

    /** The arguments of one step, of which a case changes one or two. */
    private static final class Step {
        private int n = 3;
        private long step = 1;
        private double rate = 0.1;
        private double momentum = 0.9;
        private double beta1 = 0.9;
        private double beta2 = 0.99;
        private double smoothing = 0.9;
        private double epsilon = 1e-8;
        private double decay = 0.1;
        private float[] parameter = new float[3];
        private float[] gradient = new float[3];
        private float[] mean = new float[3];
        private float[] square = new float[3];

        void sgd() {
            Optimizers.sgd(n, rate, decay, parameter, 0, gradient, 0);
        }

        void momentum() {
            Optimizers.momentum(n, rate, momentum, false, decay, parameter, 0, gradient, 0, mean, 0);
        }

        void adam() {
            Optimizers.adam(n, step, rate, beta1, beta2, epsilon, decay, parameter, 0, gradient, 0, mean, 0, square, 0);
        }

        void adamW() {
            Optimizers.adamW(n, step, rate, beta1, beta2, epsilon, decay, parameter, 0, gradient, 0, mean, 0, square, 0);
        }

        void rmsProp() {
            Optimizers.rmsProp(n, rate, smoothing, epsilon, decay, parameter, 0, gradient, 0, square, 0);
        }

        void rmsPropMomentum() {
            Optimizers.rmsPropMomentum(n, rate, smoothing, epsilon, momentum, decay, parameter, 0, gradient, 0, mean, 0, square, 0);
        }
    }

    private interface Change {
        void to(Step step);
    }

    private static Stream<Wrong> everyOptimiser(String argument, Change change) {
        return Stream.of(adaptive(argument, change), rootMeanSquare(argument, change), Stream.of(
                new Wrong(argument, "sgd", () -> changed(change).sgd()),
                new Wrong(argument, "momentum", () -> changed(change).momentum()))).flatMap(each -> each);
    }

    private static Stream<Wrong> rootMeanSquare(String argument, Change change) {
        return Stream.of(
                new Wrong(argument, "rmsProp", () -> changed(change).rmsProp()),
                new Wrong(argument, "rmsPropMomentum", () -> changed(change).rmsPropMomentum()));
    }

    private static Stream<Wrong> adaptive(String argument, Change change) {
        return Stream.of(
                new Wrong(argument, "adam", () -> changed(change).adam()),
                new Wrong(argument, "adamW", () -> changed(change).adamW()));
    }

    private static Step changed(Change change) {
        Step step = new Step();
        change.to(step);
        return step;
    }

    static Stream<Wrong> optimisers() {
        Stream<Wrong> momentum = DoubleStream.of(-0.1, 1, Double.NaN).boxed().flatMap(wrong -> Stream.of(
                new Wrong("momentum", "momentum " + wrong, () -> changed(s -> s.momentum = wrong).momentum()),
                new Wrong("momentum", "rmsPropMomentum " + wrong, () -> changed(s -> s.momentum = wrong).rmsPropMomentum())));
        Stream<Wrong> velocity = Stream.of(
                new Wrong("velocity", "momentum", () -> changed(s -> s.mean = SHORT).momentum()),
                new Wrong("velocity", "momentum, in the parameters", () -> changed(s -> s.mean = s.parameter).momentum()),
                new Wrong("velocity", "rmsPropMomentum", () -> changed(s -> s.mean = SHORT).rmsPropMomentum()),
                new Wrong("velocity", "rmsPropMomentum, in the squares", () -> changed(s -> s.mean = s.square).rmsPropMomentum()));
        return Stream.of(momentum, velocity,
                everyOptimiser("n", s -> s.n = -1),
                everyOptimiser("parameter", s -> s.parameter = SHORT),
                everyOptimiser("gradient", s -> s.gradient = SHORT),
                everyOptimiser("gradient", s -> s.gradient = s.parameter),
                everyOptimiser("learningRate", s -> s.rate = -0.1),
                everyOptimiser("learningRate", s -> s.rate = Double.NaN),
                everyOptimiser("learningRate", s -> s.rate = Double.POSITIVE_INFINITY),
                everyOptimiser("weightDecay", s -> s.decay = -0.1),
                everyOptimiser("weightDecay", s -> s.decay = Double.NaN),
                adaptive("step", s -> s.step = 0),
                adaptive("beta1", s -> s.beta1 = 1),
                adaptive("beta1", s -> s.beta1 = -0.1),
                adaptive("beta2", s -> s.beta2 = Double.NaN),
                adaptive("beta2", s -> s.beta2 = 1),
                adaptive("epsilon", s -> s.epsilon = 0),
                adaptive("epsilon", s -> s.epsilon = 1e-60),
                adaptive("epsilon", s -> s.epsilon = Double.NaN),
                rootMeanSquare("smoothing", s -> s.smoothing = 1),
                rootMeanSquare("smoothing", s -> s.smoothing = Double.NaN),
                rootMeanSquare("epsilon", s -> s.epsilon = 0),
                rootMeanSquare("square", s -> s.square = SHORT),
                rootMeanSquare("square", s -> s.square = s.gradient),
                adaptive("mean", s -> s.mean = SHORT),
                adaptive("mean", s -> s.mean = s.gradient),
                adaptive("square", s -> s.square = SHORT),
                adaptive("square", s -> s.square = s.mean)).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource({"activations", "others", "softmax", "optimisers"})
    void isRefusedByName(Wrong wrong) {
        String message = assertThrows(IllegalArgumentException.class, wrong.body).getMessage();
        assertTrue(message.matches(".*\\b" + wrong.argument + "\\b.*"), message);
    }

    /** The step that the cases change is itself accepted, and each message says what was expected. */
    @Test
    void theRestIsAcceptedAndTheValueIsNamed() {
        Step fine = new Step();
        fine.sgd();
        fine.momentum();
        fine.adam();
        fine.adamW();
        fine.rmsProp();
        fine.rmsPropMomentum();
        String message = assertThrows(IllegalArgumentException.class, () -> changed(s -> s.beta2 = 1.5).adam()).getMessage();
        assertEquals("beta2 is 1.5, expected at least 0 and less than 1", message);
    }
}
