package org.unshatter.autodiff;

import java.util.Arrays;

/** Target distributions for labels: 1 − s at the label and s/K added everywhere, of K classes. Source: Szegedy et al. 2016, section 7. Labels have no gradient. */
final class OneHot extends Operation {

    private final float smoothing;

    OneHot(Tensor labels, int classes, float smoothing) {
        super(new Tensor[] {labels}, Shape.of(labels.dim(0), classes));
        this.smoothing = smoothing;
    }

    @Override
    void compute() {
        Storage y = output().storage();
        int classes = output().dim(1);
        Arrays.fill(y.array, y.offset, y.offset + y.length, smoothing / classes);
        for (int i = 0; i < output().dim(0); i++) {
            y.array[y.offset + i * classes + GatherRows.index("crossEntropy, label", input(0), i, classes)] += 1 - smoothing;
        }
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return null;
    }
}
