package org.unshatter.tests.kernels;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.unshatter.kernels.Convolution;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.Window;

/** Prints how many outputs of a convolution of whole numbers are wrong, and a hash of one of Gaussian numbers; for {@link FreshJvm}. */
final class WinogradProbe {

    private static final Convolution SHAPE = Convolution.of(new Images(17, 16, 7, 9), Window.of(3).padding(1), 18);

    private WinogradProbe() {
    }

    public static void main(String[] args) {
        RandomGenerator random = Seeds.stream(1);
        ConvOperands whole = ConvOperands.of(SHAPE, () -> random.nextInt(-3, 4));
        double[] expected = new ConvReference(SHAPE).forward(whole.x, whole.w);
        float[] y = whole.forward(false, Activation.NONE);
        int wrong = 0;
        for (int i = 0; i < y.length; i++) {
            wrong += expected[i] == y[i] ? 0 : 1;
        }
        System.out.println("wrong " + wrong);
        System.out.println("hash " + hash());
    }

    static String hash() {
        return Integer.toHexString(Arrays.hashCode(ConvOperands.of(SHAPE, Seeds.stream(2)::nextGaussian).forward(true, Activation.RELU)));
    }
}
