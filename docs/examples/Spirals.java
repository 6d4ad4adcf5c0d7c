// Learning to tell two spirals apart: a training step captured once and replayed, from a looks-linear start, and how far the net has left linearity.
//
//   java --add-modules jdk.incubator.vector -cp engine/target/unshatter-0.1.0.jar docs/examples/Spirals.java

import org.unshatter.arch.DenseNet;
import org.unshatter.autodiff.*;
import org.unshatter.diagnostics.Mirror;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Optimizers;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Network;

static final int POINTS = 256;

void main() {
    float[] positions = new float[2 * POINTS];
    float[] classes = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
        double radius = 0.1 + 0.9 * (i / 2) / (POINTS / 2); // the second spiral is the first, turned by half a circle
        double angle = 10 * radius + Math.PI * (i % 2);
        positions[2 * i] = (float) (radius * Math.cos(angle));
        positions[2 * i + 1] = (float) (radius * Math.sin(angle));
        classes[i] = i % 2;
    }
    Tensor x = Tensor.of(positions, POINTS, 2);
    Tensor labels = Tensor.of(classes, POINTS);

    Network built = DenseNet.plain(20).inputs(2).outputs(2).width(32).activation(Activation.CRELU)
            .initializer(Initializers.looksLinear()).bias(true).build(RandomStreams.of(1, "spirals"));
    Parameters parameters = Parameters.of(List.copyOf(built.parameters().values()));
    Captured step = Captured.of(in -> {
        Tape tape = new Tape();
        List<Tensor> variables = parameters.on(tape);
        Tensor logits = with(built, variables).apply(in[0]);
        Tensor loss = logits.crossEntropy(in[1], 0);
        parameters.assign(tape.gradients(loss), variables);
        return new Tensor[] {loss, logits};
    });
    int n = parameters.values().length;
    float[] mean = new float[n], square = new float[n];
    for (int t = 0; t <= 100; t++) {
        Tensor[] results = step.run(x, labels); // the loss, the outputs, and in parameters the gradients
        if (t % 20 == 0) {
            double bent = Mirror.of(with(built, parameters.on(new Tape())), x).stream().mapToDouble(Mirror::ratio).average().orElseThrow();
            IO.println("step %3d   loss %.4f   right %5.1f %%   mean of ‖Δ‖/‖S‖ %.4f".formatted(t, results[0].item(), right(results[1], classes), bent));
        }
        Optimizers.adam(n, t + 1, 1e-3, 0.9, 0.999, 1e-8, 0, parameters.values(), 0, parameters.gradients(), 0, mean, 0, square, 0);
    }
}

/** The net with other tensors in place of its parameters, in their order. */
static Network with(Network net, List<Tensor> values) {
    Iterator<Tensor> next = values.iterator();
    return net.mapParameters((_, _) -> next.next());
}

static double right(Tensor logits, float[] classes) {
    return 100.0 / POINTS * IntStream.range(0, POINTS).filter(i -> logits.get(2 * i + 1) > logits.get(2 * i) == (classes[i] == 1)).count();
}
