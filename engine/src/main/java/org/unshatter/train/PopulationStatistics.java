package org.unshatter.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Batch;
import org.unshatter.data.BatchStream;
import org.unshatter.nn.FixedNormalise;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Normalisation;
import org.unshatter.nn.Normalise;
import org.unshatter.nn.Rebuilt;
import org.unshatter.safetensors.Entry;

/**
 * Means and variances that a trained net is evaluated with, in place of a batch's own. They are those of many training batches under the parameters as they
 * are, not averages over parameters that have changed meanwhile, which deep nets suffer from: "precise BN", Wu and Johnson 2021, section 3.
 *
 * <p>With batches b of equal size, each normalised by its own statistics on the way, the mean is that of μ_b and the variance
 * E[σ_b²] + E[μ_b²] − E[μ_b]²; batches of other sizes weigh accordingly. Used by one thread at a time.
 */
public final class PopulationStatistics {

    private static final String MEAN = "mean";
    private static final String VARIANCE = "variance";

    private final Layer net;
    private final SequencedMap<String, Moments> layers = new LinkedHashMap<>();
    private final Captured pass;
    private final Tensor[] inputs = new Tensor[1];

    /** Of one layer; the arrays are those of the tensors that the fixed layer reads. */
    private static final class Moments {
        private final float[] mean;
        private final float[] variance;
        private final Tensor meanTensor;
        private final Tensor varianceTensor;
        private final double[] means;
        private final double[] squares;

        Moments(int features, boolean divides) {
            mean = new float[features];
            variance = divides ? new float[features] : null;
            meanTensor = Tensor.of(mean, features);
            varianceTensor = divides ? Tensor.of(variance, features) : null;
            means = new double[features];
            squares = new double[features];
            if (divides) {
                Arrays.fill(variance, 1);
            }
        }

        void clear() {
            Arrays.fill(means, 0);
            Arrays.fill(squares, 0);
        }

        /** By the formula of West 1979, which subtracts nothing large from anything large; squares about the mean so far. */
        void add(long before, int count, Tensor batchMean, Tensor batchVariance) {
            double share = (double) count / (before + count);
            for (int f = 0; f < mean.length; f++) {
                double deviation = batchMean.get(f) - means[f];
                means[f] += share * deviation;
                if (variance != null) {
                    squares[f] += count * (double) batchVariance.get(f) + before * share * deviation * deviation;
                }
            }
        }

        void finish(long count) {
            for (int f = 0; f < mean.length; f++) {
                mean[f] = (float) means[f];
                if (variance != null) {
                    variance[f] = (float) (squares[f] / count);
                }
            }
        }
    }

    private PopulationStatistics(Layer net, int... sample) {
        this.net = net;
        int[] batch = IntStream.concat(IntStream.of(1), Arrays.stream(sample)).toArray();
        net.observe((name, layer, x, y) -> {
            if (layer instanceof Normalise norm && norm.overBatch()) {
                layers.put(name, new Moments(x.dim(1), norm.kind() == Normalisation.BATCH));
            }
        }, Tensor.zeros(batch));
        Set<String> unreached = new LinkedHashSet<>(layers.keySet());
        Rebuilt.of(net, (name, layer) -> {
            unreached.remove(name);
            return layer;
        });
        if (!unreached.isEmpty()) {
            throw new IllegalArgumentException("the layers " + unreached + " normalise over batches within a layer of a kind of its own, where fixed statistics cannot "
                    + "take their place, expected them in none but Network, Sequence, Skip and Highway");
        }
        pass = Captured.of(in -> {
            List<Tensor> moments = new ArrayList<>();
            net.observe((name, layer, x, y) -> {
                if (layers.containsKey(name)) {
                    int[] axes = x.rank() == 4 ? new int[] {0, 2, 3} : new int[] {0};
                    moments.add(x.mean(axes));
                    moments.add(x.variance(axes));
                }
            }, in[0]);
            return moments.toArray(Tensor[]::new);
        });
    }

    /**
     * Of a net, means 0 and variances 1 at first.
     *
     * @param net    its parameters are read anew whenever statistics are taken
     * @param sample shape of one sample
     * @throws IllegalArgumentException if a layer that normalises over batches is part of one that is not of {@code org.unshatter.nn}
     */
    public static PopulationStatistics of(Layer net, int... sample) {
        return new PopulationStatistics(net, sample);
    }

    /** Whether the net normalises over batches nowhere. */
    public boolean isEmpty() {
        return layers.isEmpty();
    }

    /** What is run for each batch, of images. */
    Captured pass() {
        return pass;
    }

    /**
     * Takes them anew.
     *
     * @param batches of training images; it is read, not closed
     * @param most    batches that are read at most
     * @throws IllegalArgumentException if there is none; nothing has changed then
     */
    public void take(BatchStream batches, int most) {
        if (most < 1 || !batches.hasNext()) {
            throw new IllegalArgumentException("there is no batch to take statistics of, expected at least one");
        }
        layers.values().forEach(Moments::clear);
        long count = 0;
        for (int b = 0; b < most && batches.hasNext(); b++) {
            Batch batch = batches.next();
            inputs[0] = batch.images();
            Tensor[] moments = pass.run(inputs);
            int next = 0;
            for (Moments layer : layers.values()) {
                layer.add(count, batch.count(), moments[next], moments[next + 1]);
                next += 2;
            }
            count += batch.count();
        }
        for (Moments layer : layers.values()) {
            layer.finish(count);
        }
    }

    /** The net with these statistics in place of those of the batch; when they are taken anew, with the new ones. */
    public Layer fixed() {
        return isEmpty() ? net : Rebuilt.of(net, (name, layer) -> {
            Moments moments = layers.get(name);
            return moments == null ? layer : FixedNormalise.of((Normalise) layer, moments.meanTensor, moments.varianceTensor);
        });
    }

    /** A copy: for each layer its name, a dot and "mean" and, where it divides, "variance". */
    public SequencedMap<String, Entry> entries() {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            entries.put(Rebuilt.join(name, MEAN), Entry.of(layer.meanTensor));
            if (layer.variance != null) {
                entries.put(Rebuilt.join(name, VARIANCE), Entry.of(layer.varianceTensor));
            }
        });
        return entries;
    }

    /**
     * Goes on from where {@link #entries} were taken.
     *
     * @throws IllegalArgumentException if they are not those of such a net; nothing has changed then
     */
    public void restore(Map<String, Entry> entries) {
        SequencedMap<String, Entry> expected = entries();
        expected.forEach((name, own) -> {
            Entry entry = entries.get(name);
            if (entry == null || entry.type() != own.type() || !Arrays.equals(entry.shape(), own.shape())) {
                throw new IllegalArgumentException("the statistics " + name + " are " + entry + ", expected " + own);
            }
        });
        if (entries.size() != expected.size()) {
            throw new IllegalArgumentException("there are statistics " + entries.keySet() + ", expected " + expected.keySet());
        }
        layers.forEach((name, layer) -> {
            entries.get(Rebuilt.join(name, MEAN)).tensor().assignTo(layer.meanTensor);
            if (layer.variance != null) {
                entries.get(Rebuilt.join(name, VARIANCE)).tensor().assignTo(layer.varianceTensor);
            }
        });
    }
}
