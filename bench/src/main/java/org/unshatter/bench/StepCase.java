package org.unshatter.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A step of training, or the gradient of a net by its input: forward, backward, optimiser. Named mlp_train_relu_L24_w200_b256 (24 dense layers of width 200, batch 256;
 * SGD with momentum), cifar_train_resnetbn_D20_b128 (20 layers, batch 128; SGD with momentum), thin_train_crelu_D50_b128 (Adam), or
 * inputgrad_relu_L50_w200_g256 (a net of one input on a grid of 256 points).
 *
 * @param name  as above
 * @param kind  what comes before the first number
 * @param depth number of layers
 * @param width of dense layers; 0 for others
 * @param batch number of samples
 */
record StepCase(String name, String kind, int depth, int width, int batch) implements ComputeCase {
    private static final Pattern NAME = Pattern.compile(
            "(mlp_train_(?:relu|crelu|relubn)|inputgrad_relu|cifar_train_(?:resnetbn|plaincrelu)|thin_train_(?:relu|crelu))_[LD](\\d{1,4})(?:_w(\\d{1,4}))?_[bg](\\d{1,4})");
    private static final Map<String, ImageNet.Kind> IMAGE_NETS = Map.of("cifar_train_resnetbn", ImageNet.Kind.RESNETBN,
            "cifar_train_plaincrelu", ImageNet.Kind.PLAINCRELU, "thin_train_relu", ImageNet.Kind.THINRELU, "thin_train_crelu", ImageNet.Kind.THINCRELU);

    static final List<StepCase> ALL = Stream.of("""
            mlp_train_relu_L24_w200_b256 mlp_train_relu_L50_w200_b256 mlp_train_crelu_L24_w200_b256 mlp_train_crelu_L50_w200_b256
            mlp_train_relubn_L24_w200_b256 mlp_train_relubn_L50_w200_b256 inputgrad_relu_L10_w200_g256 inputgrad_relu_L24_w200_g256 inputgrad_relu_L50_w200_g256
            cifar_train_resnetbn_D20_b128 cifar_train_resnetbn_D56_b128 cifar_train_plaincrelu_D20_b128 cifar_train_plaincrelu_D56_b128
            thin_train_relu_D50_b128 thin_train_relu_D198_b128 thin_train_crelu_D50_b128 thin_train_crelu_D198_b128
            """.strip().split("\\s+")).map(StepCase::of).toList();

    /** @throws IllegalArgumentException if the name is not as above */
    static StepCase of(String name) {
        Matcher m = NAME.matcher(name);
        if (!m.matches()) {
            throw new IllegalArgumentException("the case is \"" + name + "\", expected mlp_train_KIND_Ln_wn_bn, inputgrad_relu_Ln_wn_gn, cifar_train_KIND_Dn_bn or thin_train_KIND_Dn_bn");
        }
        return new StepCase(name, m.group(1), Integer.parseInt(m.group(2)), m.group(3) == null ? 0 : Integer.parseInt(m.group(3)), Integer.parseInt(m.group(4)));
    }

    /** Whether a name is meant to be one of these. */
    static boolean isNamed(String name) {
        return name.contains("_train_") || name.startsWith("inputgrad_");
    }

    boolean isInputGradient() {
        return kind.startsWith("inputgrad");
    }

    boolean isThin() {
        return kind.startsWith("thin");
    }

    StepNet net() {
        return IMAGE_NETS.containsKey(kind) ? new ImageNet(IMAGE_NETS.get(kind), depth, batch)
                : new MlpNet(MlpNet.Kind.valueOf(kind.substring(kind.lastIndexOf('_') + 1).toUpperCase(Locale.ROOT)), depth, width, batch);
    }

    /** As the literature counts: the backward pass takes twice a forward pass, and once if it is for the input alone. */
    @Override
    public double flops() {
        return isInputGradient() ? 2 * 2.0 * batch * width * width * (depth - 1) : 3 * net().flops();
    }

    @Override
    public String heap() {
        return "2500m";
    }

    @Override
    public boolean hasRival() {
        return false;
    }

    @Override
    public Workload prepare() {
        return isInputGradient() ? new InputGradientWorkload(this) : new StepWorkload(this);
    }
}
