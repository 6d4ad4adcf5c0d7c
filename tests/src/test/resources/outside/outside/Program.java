package outside;

import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Kernels;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalisation;

/** A stranger's program: it trains, asks whether gradients shatter, and tells the width it computed at. */
public class Program {

    private Program() {
    }

    public static void main(String[] arguments) {
        System.out.println(descend());
        Tensor inputs = Tensor.of(Initializers.normal(1).weights(8, 16, RandomStreams.of(1, "inputs")), 8, 16);
        System.out.println(Shattering.examine(net(Activation.RELU), inputs).verdict());
        System.out.println(Shattering.examine(net(Activation.CRELU), inputs).verdict());
        System.out.println(Kernels.info().vectorBits());
    }

    /** Ten steps down from 0 to a minimum at (3, −4), each of which halves what is left: 3·(1 − 2⁻¹⁰) and −4·(1 − 2⁻¹⁰). */
    private static String descend() {
        Tensor inputs = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
        Tensor targets = Tensor.of(new float[] {3, -4}, 2, 1);
        Tensor weights = Tensor.of(new float[] {0, 0}, 2, 1);
        for (int step = 0; step < 10; step++) {
            Tape tape = new Tape();
            Tensor w = tape.variable(weights);
            Tensor error = inputs.matmul(w).subtract(targets);
            Tensor loss = error.multiply(error).sum().scale(0.5f);
            weights = weights.subtract(tape.gradients(loss).of(w).scale(0.5f));
        }
        return weights.toArray()[0] + " " + weights.toArray()[1];
    }

    private static Network net(Activation activation) {
        DenseNet net = DenseNet.plain(50).inputs(16).width(64).activation(activation);
        return (activation == Activation.CRELU ? net.initializer(Initializers.looksLinear()) : net.normalisation(Normalisation.BATCH))
                .build(RandomStreams.of(1, "net"));
    }
}
