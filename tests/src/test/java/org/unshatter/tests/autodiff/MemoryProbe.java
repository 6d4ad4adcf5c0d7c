package org.unshatter.tests.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.OutOfMemoryException;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tape;
import org.unshatter.autodiff.Tensor;

/** Run in a JVM with a small heap: tries what does not fit, then a step that does. */
final class MemoryProbe {

    private static final int WIDTH = 100;

    private MemoryProbe() {
    }

    public static void main(String[] arguments) {
        Tensor weight = Tensor.zeros(WIDTH, WIDTH);
        Tensor gradient = Tensor.zeros(WIDTH, WIDTH);
        Tensor first = Tensor.zeros();
        Captured step = Captured.of(in -> {
            Tape tape = new Tape();
            Tensor w = tape.variable(weight);
            Tensor h = in[0];
            in[0].sum().assignTo(first);
            for (int layer = 0; layer < 100; layer++) {
                h = h.matmul(w).tanh();
            }
            Tensor loss = h.sum();
            tape.gradients(loss).of(w).assignTo(gradient);
            return new Tensor[] {loss};
        });
        Tensor large = ones(5000);
        System.out.println("needs " + step.peakBytes(large));
        try {
            step.run(large);
        } catch (OutOfMemoryException e) {
            System.out.println("refused " + e.getMessage());
            System.out.println("figures " + e.needed() + " " + e.available());
        }
        System.out.println("computed " + first.item());
        List<Tensor> kept = new ArrayList<>();
        try {
            while (true) { // small arrays, of which too many are kept, as a tape keeps them
                kept.add(ones(5000));
            }
        } catch (OutOfMemoryException e) {
            System.out.println("eager " + kept.size() + " " + e.getMessage());
        }
        kept.clear();
        try {
            Parameters.of(List.of(Tensor.zeros(2_000_000), Tensor.zeros(4_000_000))); // 24 MB, their copies and gradients 48
        } catch (OutOfMemoryException e) {
            System.out.println("parameters " + e.getMessage());
        }
        step.run(ones(50));
        System.out.println("smaller " + first.item());
    }

    private static Tensor ones(int rows) {
        return Tensor.zeros(rows, WIDTH).addScalar(1);
    }
}
