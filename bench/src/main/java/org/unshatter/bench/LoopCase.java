package org.unshatter.bench;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A step of training as the command {@code train} makes it, batch by batch: images in random order, shifted and mirrored by a thread of their own, clipping,
 * loss and accuracy included. Beside it runs the bare step of the same net: forward, backward and the same optimiser, captured, on one batch. Named
 * thin_loop_crelu_D50_b128 (50 layers, batch 128, looks-linear) or cifar_loop_resnetbn_D20_b128.
 *
 * @param name         as above
 * @param architecture the net as text
 * @param batch        images of a step
 */
record LoopCase(String name, String architecture, int batch) implements Case {
    private static final Pattern NAME = Pattern.compile("(thin_loop_crelu|cifar_loop_resnetbn)_D(\\d{1,4})_b(\\d{1,4})");
    private static final Map<String, String> ARCHITECTURES = Map.of(
            "thin_loop_crelu", "thin-plain,depth=%s,act=crelu,init=looks-linear", "cifar_loop_resnetbn", "resnet,depth=%s");

    static final List<LoopCase> ALL = Stream.of("""
            thin_loop_crelu_D6_b128 thin_loop_crelu_D18_b128 thin_loop_crelu_D50_b128 thin_loop_crelu_D198_b128 cifar_loop_resnetbn_D20_b128
            """.strip().split(" ")).map(LoopCase::of).toList();

    /** @throws IllegalArgumentException if the name is not as above */
    static LoopCase of(String name) {
        Matcher m = NAME.matcher(name);
        if (!m.matches()) {
            throw new IllegalArgumentException("the case is \"" + name + "\", expected thin_loop_crelu_Dn_bn or cifar_loop_resnetbn_Dn_bn");
        }
        return new LoopCase(name, ARCHITECTURES.get(m.group(1)).formatted(m.group(2)), Integer.parseInt(m.group(3)));
    }

    /** Whether a name is meant to be one of these. */
    static boolean isNamed(String name) {
        return name.contains("_loop_");
    }

    @Override
    public String heap() {
        return "2500m";
    }

    /** More than the batches that wait ready after a rest, though each call has another one made from its beginning on. */
    @Override
    public int callsTimedTogether() {
        return 4;
    }

    /** Each image is placed by a stream of random numbers of its own, some 640 bytes; a step that is still interpreted allocates megabytes. */
    @Override
    public long bytesPerCall() {
        return 1024L * batch;
    }

    @Override
    public boolean hasRival() {
        return true;
    }

    @Override
    public Workload prepare() {
        return new LoopWorkload(this);
    }
}
