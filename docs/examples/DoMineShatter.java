// Do the gradients of a function of your own shatter? Any function of tensors will do; this one is a recurrence x ← tanh(g·W·x), with and without a skip.
//
//   java --add-modules jdk.incubator.vector -cp engine/target/unshatter-0.1.0.jar docs/examples/DoMineShatter.java

import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;

static final int FEATURES = 100;
static final int STEPS = 30;

static final Tensor W = Tensor.of(Initializers.normal(1.0 / FEATURES).weights(FEATURES, FEATURES, RandomStreams.of(1, "W")), FEATURES, FEATURES);
static final Tensor READOUT = Tensor.of(Initializers.normal(1).weights(1, FEATURES, RandomStreams.of(1, "readout")), 1, FEATURES);

void main() {
    Tensor inputs = Tensor.of(Initializers.normal(1).weights(64, FEATURES, RandomStreams.of(1, "inputs")), 64, FEATURES);
    tell("tanh(W·x)", x -> step(x, 1), inputs);
    tell("tanh(3·W·x)", x -> step(x, 3), inputs);
    tell("x + tanh(3·W·x)/30", x -> x.add(step(x, 3).scale(1f / STEPS)), inputs);
}

static Tensor step(Tensor x, float gain) {
    return x.matmulTransposed(W).scale(gain).tanh();
}

static void tell(String name, UnaryOperator<Tensor> recurrence, Tensor inputs) {
    Shattering s = Shattering.examine(start -> {
        Tensor x = start;
        for (int i = 0; i < STEPS; i++) {
            x = recurrence.apply(x);
        }
        return x.matmulTransposed(READOUT);
    }, inputs);
    IO.println("%-20s %-9s nearby gradients correlate by %5.2f, their size is %.2g".formatted(name, s.verdict(), s.nearby().mean(), s.size()));
}
