package org.unshatter.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Estimate;
import org.unshatter.diagnostics.GradientMoments;
import org.unshatter.diagnostics.InputGradient;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.arch.DenseNet;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalisation;
import org.unshatter.report.Table;
import org.unshatter.theory.InfiniteWidth;
import org.unshatter.theory.Theorems;

/**
 * The theorems put to the test: second moments of the gradients by 256 Gaussian inputs of 200 features, in nets of width 200
 * without a first layer, whose readout is scaled so that a net of depth 0 has C(i) = 1.
 */
final class TheoryTable {

    private static final int[] DEPTHS = {1, 2, 4, 6, 10};
    private static final int WIDTH = 200;
    private static final int SAMPLES = 256;

    private static final List<Network> NETWORKS = List.of(
            new Network("plain", DenseNet::plain, Normalisation.NONE, Initializers.he(),
                    L -> new Claim(Theorems.plainVariance(), Theorems.plainCorrelation(L)), InfiniteWidth::plain),
            new Network("plain+BN", DenseNet::plain, Normalisation.BATCH, Initializers.he(),
                    L -> new Claim(Theorems.plainVariance(), Theorems.plainCorrelation(L)), InfiniteWidth::plainBatchNorm),
            new Network("residual", L -> DenseNet.residual(L, 1, 1), Normalisation.NONE, Initializers.lecun(),
                    L -> new Claim(Theorems.residualVariance(L), Theorems.residualCorrelation(L)), InfiniteWidth::residual),
            residualBatchNorm("residual+BN beta=1", 1),
            residualBatchNorm("residual+BN beta=0.1", 0.1),
            new Network("highway", L -> DenseNet.highway(L, ToyNet.highwayGate(L)), Normalisation.NONE, Initializers.lecun(),
                    L -> new Claim(Theorems.highwayVariance(), Theorems.highwayCorrelation(L, ToyNet.highwayGate(L))),
                    L -> InfiniteWidth.highway(L, ToyNet.highwayGate(L))));

    private final List<Row> rows = new ArrayList<>();

    private TheoryTable() {
    }

    private record Claim(double variance, double correlation) {
    }

    /** @param readout He where it reads rectified units, half of them off; variance 1/N where it reads the stream */
    private record Network(String name, IntFunction<DenseNet> family, Normalisation normalisation, Initializer readout,
                           IntFunction<Claim> theorem, IntFunction<InfiniteWidth> corrected) {

        GradientMoments measure(int depth, RandomGenerator random) {
            float[] inputs = Initializers.normal(1).weights(SAMPLES, WIDTH, random);
            Layer net = family.apply(depth).inputs(WIDTH).width(WIDTH).withoutFirstLayer().normalisation(normalisation)
                    .readout(readout).build(random);
            return GradientMoments.of(InputGradient.of(net, Tensor.of(inputs, SAMPLES, WIDTH)));
        }
    }

    private record Row(String network, int depth, String quantity, double theorem, double corrected, Estimate measured) {
    }

    private static Network residualBatchNorm(String name, double beta) {
        return new Network(name, L -> DenseNet.residual(L, 1, beta), Normalisation.BATCH, Initializers.lecun(),
                L -> new Claim(Theorems.residualBatchNormVariance(L, beta), Theorems.residualBatchNormCorrelation(L, beta)),
                L -> InfiniteWidth.residualBatchNorm(L, beta));
    }

    static TheoryTable compute(long seed, int seeds, Progress progress) {
        int cells = NETWORKS.size() * DEPTHS.length;
        GradientMoments[][] moments = new GradientMoments[cells][seeds];
        progress.begin("Theory", cells * seeds);
        Workers.run(cells * seeds, step -> {
            int cell = step / seeds;
            int draw = step % seeds;
            Network network = NETWORKS.get(cell / DEPTHS.length);
            int depth = DEPTHS[cell % DEPTHS.length];
            moments[cell][draw] = network.measure(depth,
                    RandomStreams.of(seed, "theory " + network.name() + " depth " + depth + " draw " + draw));
            progress.step();
        });
        TheoryTable table = new TheoryTable();
        for (int cell = 0; cell < cells; cell++) {
            Network network = NETWORKS.get(cell / DEPTHS.length);
            int depth = DEPTHS[cell % DEPTHS.length];
            Claim theorem = network.theorem().apply(depth);
            InfiniteWidth corrected = network.corrected().apply(depth);
            table.rows.add(new Row(network.name(), depth, "correlation", theorem.correlation(), corrected.correlation(),
                    Estimate.of(Arrays.stream(moments[cell]).mapToDouble(GradientMoments::correlation).toArray())));
            table.rows.add(new Row(network.name(), depth, "variance", theorem.variance(), corrected.variance(),
                    Estimate.of(Arrays.stream(moments[cell]).mapToDouble(GradientMoments::variance).toArray())));
        }
        progress.end();
        return table;
    }

    Table table() {
        List<List<String>> cells = rows.stream().map(row -> List.of(row.network, Integer.toString(row.depth), row.quantity,
                number(row.theorem), number(row.corrected), number(row.measured.mean()), number(row.measured.stdErr()))).toList();
        return new Table("theory", "Theory and measurement", String.format(Locale.ROOT, """
                Variance C(i) of the gradient by one input and correlation R(i, j) of the gradients by two, for independent Gaussian inputs. \
                "theorem" is the paper's closed form (Theorems 1–3, Corollary 1; γ₁² = 1 − 1/L), "corrected" this project's infinite-width \
                result, which follows the angle between the inputs from layer to layer and the mean that batch norm removes. \
                Theorem 3 counts L − 1 branches where the measured net has L. Means of %d random nets of width 200 with 256 inputs each.""",
                rows.getFirst().measured.draws()),
                List.of("network", "L", "quantity", "theorem", "corrected", "measured", "std. error"), cells);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.4f" : "%.2f", value);
    }

    List<Object> results() {
        List<Object> list = new ArrayList<>();
        for (Row row : rows) {
            SequencedMap<String, Object> map = new LinkedHashMap<>();
            map.put("network", row.network);
            map.put("depth", row.depth);
            map.put("quantity", row.quantity);
            map.put("theorem", row.theorem);
            map.put("corrected", row.corrected);
            map.put("measured", row.measured.mean());
            map.put("stdErr", row.measured.stdErr());
            map.put("seeds", row.measured.draws());
            list.add(map);
        }
        return list;
    }
}
