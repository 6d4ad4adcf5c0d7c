package org.unshatter.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.unshatter.arch.Architecture;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.EffectiveRank;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMatrix.State;
import org.unshatter.diagnostics.GradientMatrix;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.diagnostics.MeanOverDeviation;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/**
 * The gradients of several draws of one architecture by the images of a batch, in numbers. A draw that has collapsed or exploded has no rank; it is counted.
 *
 * @param architecture     its text
 * @param relativeRank     relative effective rank of each draw that has one
 * @param meanOverDeviation of each draw that has one
 * @param norms            mean norm of each draw's gradients
 * @param unmeasurable     what became of the draws that have no rank
 */
record ImageGradients(String architecture, double[] relativeRank, double[] meanOverDeviation, double[] norms, List<State> unmeasurable) {

    /** The gradients of one draw after the other, all by the same captured computation: nets of this size would otherwise spend their time on new memory. */
    static final class Draws {
        private final String architecture;
        private final long seed;
        private final Parameters parameters;
        private final Captured gradient;

        Draws(String architecture, long seed) {
            this.architecture = architecture;
            this.seed = seed;
            Network net = net(0);
            parameters = Parameters.of(List.copyOf(net.parameters().values()));
            int[] next = {0};
            Network shared = net.mapParameters((name, value) -> parameters.value(next[0]++));
            gradient = Captured.of(in -> new Tensor[] {InputGradient.of(shared, in[0])});
        }

        /** One output, read from the last feature map by a fixed random vector. */
        private Network net(int draw) {
            return Architecture.parse(architecture + ",out=1,readout=lecun").build(RandomStreams.of(seed, "fig5 " + architecture + " draw " + draw));
        }

        GradientMatrix of(int draw, Tensor images) {
            int next = 0;
            for (Tensor value : net(draw).parameters().values()) {
                value.assignTo(parameters.value(next++));
            }
            return GradientMatrix.of(gradient.run(images)[0]);
        }
    }

    static ImageGradients measure(String architecture, Tensor images, long seed, int draws, Progress progress) {
        List<Double> ranks = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<State> lost = new ArrayList<>();
        double[] norms = new double[draws];
        Draws nets = new Draws(architecture, seed);
        for (int draw = 0; draw < draws; draw++) {
            GradientMatrix gradients = nets.of(draw, images);
            EffectiveRank rank = EffectiveRank.of(gradients, seed);
            OptionalDouble ratio = MeanOverDeviation.of(gradients).ratio();
            norms[draw] = rank.meanNorm();
            if (rank.relative().isPresent() && ratio.isPresent()) {
                ranks.add(rank.relative().get().mean());
                ratios.add(ratio.getAsDouble());
            } else {
                lost.add(rank.state());
            }
            progress.step();
        }
        return new ImageGradients(architecture, array(ranks), array(ratios), norms, lost);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Whether there is anything to draw. */
    boolean measurable() {
        return relativeRank.length > 0;
    }

    Estimate rank() {
        return Estimate.of(relativeRank);
    }

    Estimate ratio() {
        return Estimate.of(meanOverDeviation);
    }

    Estimate norm() {
        return Estimate.of(norms);
    }

    /** For a table: rank, mean over deviation, norm. */
    List<String> cells() {
        String lost = unmeasurable.isEmpty() ? "" : " (" + unmeasurable.size() + " of " + norms.length + " " + unmeasurable.getFirst().name().toLowerCase(Locale.ROOT) + ")";
        return List.of(measurable() ? rank().text(3) + lost : "none" + lost, measurable() ? ratio().text(3) : "none", String.format(Locale.ROOT, "%.3g", norm().mean()));
    }

    SequencedMap<String, Object> results() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("architecture", architecture);
        map.put("draws", norms.length);
        map.put("relativeEffectiveRank", measurable() ? rank().mean() : null);
        map.put("relativeEffectiveRankStdErr", relativeRank.length > 1 ? rank().stdErr() : null);
        map.put("meanOverDeviation", measurable() ? ratio().mean() : null);
        map.put("meanOverDeviationStdErr", relativeRank.length > 1 ? ratio().stdErr() : null);
        map.put("gradientNorm", norm().mean());
        map.put("unmeasurable", unmeasurable.stream().map(state -> state.name().toLowerCase(Locale.ROOT)).toList());
        return map;
    }
}
