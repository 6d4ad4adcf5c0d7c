package org.unshatter.tests.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.unshatter.autodiff.Statistics;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Sequence;

/** Every family with every normalisation, statistics and activation, three layers deep and small enough to be checked by loops. */
final class SmallNets {

    static final int DEPTH = 3;
    static final int INPUTS = 3;
    static final int OUTPUTS = 2;

    private SmallNets() {
    }

    /** A name and a net, for parameterised tests. */
    static Stream<Arguments> all() {
        List<Arguments> nets = new ArrayList<>();
        List<Supplier<DenseNet>> families = List.of(
                () -> DenseNet.plain(DEPTH), () -> DenseNet.residual(DEPTH, 0.9, 0.5), () -> DenseNet.highway(DEPTH, 0.8));
        String[] names = {"plain", "residual", "highway"};
        for (int f = 0; f < names.length; f++) {
            for (Normalisation normalisation : Normalisation.values()) {
                for (Statistics statistics : Statistics.values()) {
                    for (Activation activation : Activation.values()) {
                        String name = String.join(" ", names[f], normalisation.name(), statistics.name(), activation.name());
                        nets.add(Arguments.of(name, net(families.get(f).get(), normalisation, statistics, activation, name)));
                    }
                }
            }
        }
        return nets.stream();
    }

    private static Sequence net(DenseNet net, Normalisation normalisation, Statistics statistics, Activation activation, String name) {
        return net.inputs(INPUTS).width(7).outputs(OUTPUTS).normalisation(normalisation).statistics(statistics).activation(activation)
                .firstLayer(Initializers.lecun(), Initializers.normal(0.25)).build(RandomStreams.of(1, name));
    }
}
