package org.unshatter.autodiff;

import java.util.function.Consumer;

/** Y = X, and whoever wants to sees the gradient that passes. */
final class Observe extends Operation {

    private final Consumer<Tensor> observer;

    private Observe(Tensor x, Tensor y, Consumer<Tensor> observer) {
        super(new Tensor[] {x}, new Tensor[] {y});
        this.observer = observer;
    }

    static Tensor of(Tensor x, Consumer<Tensor> observer) {
        Tensor y = new Tensor(x.layout(), x.storage(), Tape.common(x));
        if (y.tape() != null) {
            new Observe(x, y, observer).recordOnTape();
        }
        return y;
    }

    @Override
    void compute() {
        throw new IllegalStateException("what is observed shares the elements of the original");
    }

    @Override
    void vjp(Tensor dy, Cotangents to) {
        new Call(dy, observer).apply();
        to.add(input(0), dy);
    }

    @Override
    Tensor jvp(Tensor[] dx) {
        return dx[0];
    }

    private static final class Call extends Operation {
        private final Consumer<Tensor> observer;
        private final boolean captured = Trace.current() != null;
        private final Tensor seen;

        Call(Tensor dy, Consumer<Tensor> observer) {
            super(new Tensor[] {dy}, new Tensor[0]);
            this.observer = observer;
            seen = new Tensor(dy.layout(), new Storage(dy.storage().length), null);
        }

        @Override
        void compute() {
            Storage dy = input(0).storage();
            seen.storage().place(dy.array, dy.offset);
            observer.accept(seen);
            if (captured) { // what comes next may be computed in the same place
                seen.storage().place(null, 0);
            }
        }

        @Override
        Tensor jvp(Tensor[] dx) {
            return null;
        }

        @Override
        boolean hasEffect() {
            return true;
        }
    }
}
