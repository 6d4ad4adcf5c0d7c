package org.unshatter.train;

import org.unshatter.autodiff.Captured;
import org.unshatter.autodiff.Tensor;
import org.unshatter.data.Batch;
import org.unshatter.data.BatchStream;
import org.unshatter.data.Batches;
import org.unshatter.nn.Layer;

/**
 * Loss and accuracy of a classifier over a set, its step captured once. A net that normalises over batches has to have {@linkplain PopulationStatistics fixed
 * statistics} here, or a score depends on how the samples are divided into batches. Used by one thread at a time.
 */
public final class Evaluation {

    private final Captured step;
    private final Tensor[] inputs = new Tensor[2];

    private Evaluation(Layer net) {
        step = Captured.of(in -> {
            Tensor logits = net.apply(in[0]);
            return new Tensor[] {logits.crossEntropy(in[1], 0), logits.rowMajor()};
        });
    }

    /** Of a net from images to [samples, classes]. Its parameters are read anew in each run. */
    public static Evaluation of(Layer net) {
        return new Evaluation(net);
    }

    /** What is run for each batch, of images and labels. */
    Captured step() {
        return step;
    }

    /** Of one epoch of batches, the incomplete one too if it is among them. */
    public Score run(Batches batches) {
        double loss = 0;
        long correct = 0;
        long count = 0;
        try (BatchStream stream = batches.once()) {
            while (stream.hasNext()) {
                Batch batch = stream.next();
                inputs[0] = batch.images();
                inputs[1] = batch.labels();
                Tensor[] results = step.run(inputs);
                loss += (double) results[0].item() * batch.count();
                correct += Score.correct(results[1], batch.labels());
                count += batch.count();
            }
        }
        return new Score(loss / count, (double) correct / count, count);
    }
}
