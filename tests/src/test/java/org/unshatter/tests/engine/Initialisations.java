package org.unshatter.tests.engine;

import java.util.ArrayList;
import java.util.List;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.Place;
import org.unshatter.nn.Activation;

/** One initialiser of each kind, and each as it is at the places where it is another. */
final class Initialisations {

    private Initialisations() {
    }

    static List<Initializer> all() {
        List<Initializer> all = new ArrayList<>(List.of(
                Initializers.zeros(), Initializers.constant(-0.1), Initializers.normal(0.3), Initializers.normal(1e-10),
                Initializers.uniform(-1, 2.5), Initializers.truncatedNormal(0.01), Initializers.truncatedNormal(0.01, 3), Initializers.lecun(),
                Initializers.glorot(), Initializers.glorotUniform(),
                Initializers.he(), Initializers.he(1.7), Initializers.heFanOut(), Initializers.heUniform(),
                Initializers.orthogonal(), Initializers.orthogonal(0.7), Initializers.deltaOrthogonal(), Initializers.deltaOrthogonal(2),
                Initializers.dirac(), Initializers.looksLinear(), Initializers.mirrored(), Initializers.fixup()));
        for (Place.Role role : Place.Role.values()) {
            for (boolean rectified : new boolean[] {false, true}) {
                all.add(Initializers.he().at(new Place(role, Activation.GELU, rectified, 0, 0)));
                all.add(Initializers.heFanOut().at(new Place(role, Activation.leakyRelu(0.1), rectified, 0, 0)));
                all.add(Initializers.heUniform().at(new Place(role, Activation.RELU, rectified, 0, 0)));
                all.add(Initializers.looksLinear().at(new Place(role, Activation.CRELU, rectified, 0, 0)));
                all.add(Initializers.mirrored().at(new Place(role, Activation.RELU, rectified, 0, 0)));
                all.add(Initializers.fixup().at(new Place(role, Activation.RELU, rectified, 50, 3)));
            }
        }
        return all;
    }

    /** Those that need no more than extents. */
    static List<Initializer> ofWeights() {
        return all().stream().filter(initializer -> !initializer.equals(Initializers.fixup())).toList();
    }
}
