// Figure 2 in small: how much the gradient at a point tells about the gradient at the next, by depth, for three kinds of nets.
//
//   java --add-modules jdk.incubator.vector -cp engine/target/unshatter-0.1.0.jar docs/examples/GradientsByDepth.java

import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.GradientSignal;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Normalisation;

static final int DRAWS = 3;

void main() {
    for (int depth : new int[] {2, 10, 24, 50}) {
        IO.println("%2d layers   plain %s   residual %s   looks-linear %s".formatted(depth,
                neighbours(() -> DenseNet.plain(depth).normalisation(Normalisation.CENTER)),
                neighbours(() -> DenseNet.residual(depth, 1, 0.1).normalisation(Normalisation.BATCH)),
                neighbours(() -> DenseNet.plain(depth).activation(Activation.CRELU).initializer(Initializers.looksLinear()))));
    }
}

/** The autocorrelation at lag 1 of the gradient along 256 points of [−2, 2], mean over some draws of the net. */
static String neighbours(Supplier<DenseNet> kind) {
    float[] grid = new float[256];
    for (int i = 0; i < grid.length; i++) {
        grid[i] = -2 + 4f * i / (grid.length - 1);
    }
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
        DenseNet net = kind.get().firstLayer(Initializers.normal(1), Initializers.normal(1)); // weights and biases: kinks all over the grid
        Tensor gradient = InputGradient.of(net.build(RandomStreams.of(draw, "net")), Tensor.of(grid, grid.length, 1));
        GradientSignal signal = GradientSignal.of(gradient);
        if (signal.isConstant()) {
            return "constant";
        }
        sum += signal.autocorrelation(1, true)[1] / DRAWS;
    }
    return "%8.2f".formatted(sum);
}
