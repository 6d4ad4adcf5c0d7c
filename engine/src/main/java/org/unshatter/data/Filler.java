package org.unshatter.data;

import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.Tensor;

/** Makes batches. Keeps the order of the last epoch it was asked for. */
final class Filler {

    private final Batches batches;
    private final Pixels pixels;
    private int epoch = -1;
    private int[] order;

    /** What a batch is written to, made when it is first needed; batches of another size get arrays of their own, so that both are kept. */
    static final class Buffers {

        private Tensors full;
        private Tensors rest;

        private record Tensors(float[] images, float[] labels, Tensor imageTensor, Tensor labelTensor) {

            static Tensors of(Dataset data, int count) {
                float[] images = Memory.floats((long) count * data.size(), () -> "a batch of " + count + " images");
                float[] labels = new float[count];
                return new Tensors(images, labels, Tensor.of(images, count, data.channels(), data.height(), data.width()), Tensor.of(labels, count));
            }
        }

        private Tensors of(Dataset data, int count, boolean complete) {
            if (complete) {
                full = full == null ? Tensors.of(data, count) : full;
                return full;
            }
            rest = rest == null ? Tensors.of(data, count) : rest;
            return rest;
        }
    }

    Filler(Batches batches) {
        this.batches = batches;
        pixels = new Pixels(batches.data(), batches.standardisation());
    }

    Batch fill(Buffers buffers, int epoch, int index) {
        if (this.epoch != epoch) {
            order = batches.order(epoch);
            this.epoch = epoch;
        }
        Dataset data = batches.data();
        int count = batches.samples(index);
        Buffers.Tensors tensors = buffers.of(data, count, count == batches.samples(0));
        for (int i = 0; i < count; i++) {
            int sample = order[batches.begin(index) + i];
            pixels.write(sample, batches.placement(epoch, sample), tensors.images, i * data.size());
            tensors.labels[i] = data.label(sample);
        }
        return new Batch(epoch, index, tensors.imageTensor, tensors.labelTensor);
    }
}
