package org.unshatter.nn;

import java.util.Arrays;
import java.util.function.BiFunction;
import org.unshatter.autodiff.Tensor;

/** A layer made of layers: it is applied by applying them, observed or not. */
interface Composite extends Layer {

    @Override
    Tensor observe(Observer observer, Tensor x);

    @Override
    default Tensor apply(Tensor x) {
        return observe(Observer.NONE, x);
    }

    /** A part with other parameters. */
    static Layer mapped(String name, Layer part, BiFunction<String, Tensor, Tensor> change) {
        return part.mapParameters((inner, value) -> change.apply(join(name, inner), value));
    }

    /** What a part gives, which a sum would stretch where its shape is not that of the shortcut. */
    static Tensor beside(Tensor shortcut, String name, Tensor y) {
        if (!Arrays.equals(y.shape(), shortcut.shape())) {
            throw new IllegalArgumentException("the " + name + " gives the shape " + Arrays.toString(y.shape()) + ", expected that of the shortcut, "
                    + Arrays.toString(shortcut.shape()));
        }
        return y;
    }

    static String join(String part, String name) {
        return name.isEmpty() ? part : part + "." + name;
    }
}
