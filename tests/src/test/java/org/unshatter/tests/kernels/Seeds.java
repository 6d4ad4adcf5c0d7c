package org.unshatter.tests.kernels;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.unshatter.tests.fuzz.Fuzz;

/** All random test data comes from one seed, which {@code -Dunshatter.test.seed} replaces. */
final class Seeds {

    /** The default is the arXiv number of Balduzzi et al. 2017. */
    static final long SEED = Long.getLong("unshatter.test.seed", 1702_08591L);

    private Seeds() {
    }

    /** An independent stream for one case of a test. */
    static RandomGenerator stream(long number) {
        return new SplittableRandom(SEED + 0x9e3779b97f4a7c15L * number);
    }

    /** Normal numbers from the stream of that number. */
    static float[] gaussians(long number, int n) {
        RandomGenerator random = stream(number);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** To be appended to every failure message. */
    static String again(Class<?> test) {
        if (Fuzz.isRunning()) {
            return ""; // another seed and another command, which it will add
        }
        String forced = System.getProperty(Machine.FORCED);
        return "\nseed " + SEED + "; run again: mvn verify -pl tests -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
                + test.getSimpleName() + " -Dunshatter.test.seed=" + SEED
                + (forced == null ? "" : " -D" + Machine.FORCED + "=" + forced);
    }
}
