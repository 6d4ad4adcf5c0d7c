// A net of 1000 layers of CReLU that is linear: the looks-linear initialisation, beside the same net with He's.
//
//   java --add-modules jdk.incubator.vector -cp engine/target/unshatter-0.1.0.jar docs/examples/LinearAt1000.java

import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Network;

static final int INPUTS = 16;

void main() {
    Tensor x = Tensor.of(Initializers.normal(1).weights(8, INPUTS, RandomStreams.of(1, "x")), 8, INPUTS); // eight inputs
    Tensor y = Tensor.of(Initializers.normal(1).weights(8, INPUTS, RandomStreams.of(1, "y")), 8, INPUTS); // and eight others
    for (Initializer start : List.of(Initializers.looksLinear(), Initializers.he())) {
        Network net = DenseNet.plain(1000).inputs(INPUTS).outputs(4).width(64)
                .activation(Activation.CRELU).initializer(start).build(RandomStreams.of(1, "net"));
        Tensor sum = net.apply(x).add(net.apply(y));
        Tensor ofSum = net.apply(x.add(y));
        IO.println("%-13s f(x) + f(y) = %8.4f   f(x + y) = %8.4f   relative difference %.1e".formatted(
                start.name(), sum.get(0), ofSum.get(0), norm(ofSum.subtract(sum)) / norm(sum)));
    }
}

static double norm(Tensor t) {
    return Math.sqrt(t.multiply(t).sum().item());
}
