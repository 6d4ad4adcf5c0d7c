package org.unshatter.autodiff;

/** Copies a tensor into one that exists already, such as a parameter's place in the buffer of gradients. */
final class Assign extends Operation {

    Assign(Tensor from, Tensor to) {
        super(new Tensor[] {from}, new Tensor[] {to});
    }

    @Override
    void compute() {
        Storage from = input(0).storage();
        Storage to = output().storage();
        System.arraycopy(from.array, from.offset, to.array, to.offset, to.length);
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
