package org.unshatter.experiment;

import static org.unshatter.json.Json.finite;
import static org.unshatter.json.JsonReader.number;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;
import org.unshatter.autodiff.Tensor;
import org.unshatter.diagnostics.Mirror;
import org.unshatter.diagnostics.Readout;
import org.unshatter.diagnostics.Shattering;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.nn.Network;

/**
 * The diagnostics of shattering of a net in training. What does not exist is NaN or empty.
 *
 * @param epochs          trained so far
 * @param verdict         see {@link Shattering}
 * @param nearby          correlation of gradients a little way from each other
 * @param autocorrelation of the gradient along lines between images, from lag 0 on
 * @param rank            relative effective rank of the gradients by a batch of images
 * @param norm            mean norm of the gradient by an image
 * @param mirror          ‖Δ‖/‖S‖ of each layer that reads CReLU, in their order
 */
record Snapshot(int epochs, String verdict, double nearby, List<Double> autocorrelation, double rank, double norm, List<Double> mirror) {

    /** @param images a batch */
    static Snapshot of(int epochs, Network network, Tensor images, long seed) {
        Shattering shattering = Shattering.examine(network, Readout.random(seed), images, seed);
        return new Snapshot(epochs, shattering.verdict().toString().toLowerCase(Locale.ROOT), shattering.nearby().mean(),
                DoubleStream.of(shattering.autocorrelation()).boxed().toList(), shattering.relativeRank().orElse(Double.NaN), shattering.size(),
                Mirror.of(network, images.slice(0, 0, 1)).stream().map(Mirror::ratio).toList());
    }

    /** Mean over the layers but for those whose weights are all 0; NaN without any. */
    double meanMirror() {
        return mirror.stream().mapToDouble(Double::doubleValue).filter(ratio -> !Double.isNaN(ratio)).average().orElse(Double.NaN);
    }

    SequencedMap<String, Object> description() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put("epochs", epochs);
        map.put("verdict", verdict);
        map.put("nearby", finite(nearby));
        map.put("autocorrelation", autocorrelation.stream().map(Json::finite).toList());
        map.put("relativeRank", finite(rank));
        map.put("gradientNorm", finite(norm));
        map.put("mirror", mirror.stream().map(Json::finite).toList());
        return map;
    }

    static Snapshot of(Map<?, ?> map) {
        return new Snapshot(((Number) map.get("epochs")).intValue(), (String) map.get("verdict"), number(map.get("nearby")), numbers(map.get("autocorrelation")),
                number(map.get("relativeRank")), number(map.get("gradientNorm")), numbers(map.get("mirror")));
    }

    private static List<Double> numbers(Object list) {
        return ((List<?>) list).stream().map(JsonReader::number).toList();
    }
}
