package org.unshatter.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unshatter.autodiff.Tensor;

/**
 * What a network consists of, layer by layer, found by applying it to one sample of zeros.
 *
 * @param rows layers that are not made of others, in the order they are computed
 */
public record Summary(List<Row> rows) {

    /**
     * A layer.
     *
     * @param name         within the net, as in the names of its parameters
     * @param kind         the name of its class; "function" if that has none
     * @param shape        of the output for one sample
     * @param parameters   number of them
     * @param multiplyAdds for one sample; the literature calls these FLOPs, though each is two floating-point operations
     * @param start        how the weights started; empty where that is not known or there are none
     * @param bytes        of the output for one sample: what a training step keeps of it at most
     */
    public record Row(String name, String kind, List<Integer> shape, long parameters, long multiplyAdds, String start, long bytes) {
    }

    /** @param input shape of one sample */
    public static Summary of(Layer net, int... input) {
        return of(net, Map.of(), input);
    }

    static Summary of(Layer net, Map<String, String> starts, int... input) {
        int[] batch = IntStream.concat(IntStream.of(1), Arrays.stream(input)).toArray();
        List<Row> rows = new ArrayList<>();
        net.observe((name, layer, x, y) -> rows.add(new Row(name, kind(layer),
                Arrays.stream(y.shape()).skip(1).boxed().toList(),
                layer.parameters().values().stream().mapToLong(Tensor::size).sum(),
                layer.multiplyAdds(x, y), starts.getOrDefault(name, ""), (long) Float.BYTES * y.size())), Tensor.zeros(batch));
        return new Summary(List.copyOf(rows));
    }

    /** A lambda's class has another name in every run, and an anonymous one has none. */
    private static String kind(Layer layer) {
        Class<?> type = layer.getClass();
        return type.isHidden() || type.isAnonymousClass() ? "function" : type.getSimpleName();
    }

    /** Number of parameters; one that is used twice counts twice. */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /** Of one sample's forward pass. */
    public long multiplyAdds() {
        return rows.stream().mapToLong(Row::multiplyAdds).sum();
    }

    /** Floating-point operations of products in one sample's forward pass: two for each multiply-add. */
    public long flops() {
        return 2 * multiplyAdds();
    }

    /** Of all rows' outputs, for one sample; the sums of skips and branches, which no row makes, come on top. */
    public long bytes() {
        return rows.stream().mapToLong(Row::bytes).sum();
    }

    /** The table, with a line of totals. */
    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"layer", "kind", "output", "parameters", "flops", "bytes", "start"});
        for (Row row : rows) {
            lines.add(new String[] {row.name, row.kind, row.shape.stream().map(String::valueOf).collect(Collectors.joining(" × ")),
                number(row.parameters), number(2 * row.multiplyAdds), number(row.bytes), row.start});
        }
        lines.add(new String[] {"all", "", "", number(parameters()), number(flops()), number(bytes()), ""});
        return aligned(lines);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Numbers, the fourth to the sixth column, to the right. */
    private static String aligned(List<String[]> lines) {
        int[] widths = new int[lines.getFirst().length];
        for (String[] line : lines) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], line[c].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] line : lines) {
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String pad = " ".repeat(widths[c] - line[c].length());
                row.append(c >= 3 && c <= 5 ? pad + line[c] : line[c] + pad).append("  ");
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
