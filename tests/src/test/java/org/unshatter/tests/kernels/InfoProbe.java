package org.unshatter.tests.kernels;

import java.util.Arrays;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.Kernels;

/** Prints what the kernels say of themselves and one small product; for {@link FreshJvm}. */
final class InfoProbe {

    private InfoProbe() {
    }

    public static void main(String[] args) {
        Kernels.Info info = Kernels.info();
        float[] c = new float[4];
        Gemm.sgemm(Transpose.NO, Transpose.NO, 2, 2, 2, 1, new float[] {1, 2, 3, 4}, 0, 2, new float[] {5, 6, 7, 8}, 0, 2, 0, c, 0, 2);
        System.out.println("vectorBits " + info.vectorBits());
        System.out.println("threads " + info.threads());
        System.out.println("jdk " + info.jdk());
        System.out.println("scalarReason " + info.scalarReason().orElse("none"));
        System.out.println("peakKnown " + !Double.isNaN(Kernels.measurePeakGflops(0.01)));
        System.out.println("product " + Arrays.toString(c));
    }
}
