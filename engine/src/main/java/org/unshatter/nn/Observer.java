package org.unshatter.nn;

import org.unshatter.autodiff.Tensor;

/** Looks on while a layer is applied. */
@FunctionalInterface
public interface Observer {

    /** Sees nothing. */
    Observer NONE = new Observer() {
        @Override
        public void see(String name, Layer layer, Tensor x, Tensor y) {
            // that is its purpose
        }

        @Override
        public Observer within(String part) {
            return this;
        }
    };

    /**
     * Called when a layer that is not made of others has been applied.
     *
     * @param name that of the layer among all, such as "block3.branch.conv1"; its parameters' names begin with it
     */
    void see(String name, Layer layer, Tensor x, Tensor y);

    /** This observer for what happens in a part. */
    default Observer within(String part) {
        return (name, layer, x, y) -> see(Composite.join(part, name), layer, x, y);
    }
}
