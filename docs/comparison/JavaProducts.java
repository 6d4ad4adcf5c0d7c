// Square products of floats on one thread by Unshatter, EJML, ojAlgo and netlib's VectorBLAS, in turns in one JVM. docs/COMPARISON.md has the
// command; the other libraries' jars come from the class path, and are no part of any build here.

import dev.ludovic.netlib.blas.JavaBLAS;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ojalgo.matrix.store.R032Store;
import org.unshatter.kernels.Gemm;
import org.unshatter.kernels.Gemm.Transpose;
import org.unshatter.kernels.Kernels;
import org.unshatter.kernels.Workers;

private static final int WARM_UP = 40;
private static final int TURNS = 41;

/** A library's product: A and B are filled before, and C is read after. */
record Library(String name, Runnable product, float[] result) {
}

void main(String... sizes) {
    Workers.setThreads(1);
    double peak = Kernels.measurePeakGflops(1);
    IO.println(String.format("FMA peak %.1f GFLOP/s; %s", peak, JavaBLAS.getInstance().getClass().getSimpleName()));
    for (String size : sizes) {
        compare(Integer.parseInt(size), peak);
    }
}

void compare(int n, double peak) {
    var random = new java.util.SplittableRandom(n);
    float[] a = new float[n * n];
    float[] b = new float[n * n];
    for (int i = 0; i < n * n; i++) {
        a[i] = random.nextInt(-4, 5); // whole numbers: every order of additions gives the same sum
        b[i] = random.nextInt(-4, 5);
    }
    List<Library> libraries = List.of(unshatter(n, a, b), vectorBlas(n, a, b), ejml(n, a, b), ojAlgo(n, a, b));
    double[][] seconds = new double[libraries.size()][TURNS];
    for (int turn = -WARM_UP; turn < TURNS; turn++) {
        for (int i = 0; i < libraries.size(); i++) {
            long start = System.nanoTime();
            libraries.get(i).product().run();
            if (turn >= 0) {
                seconds[i][turn] = (System.nanoTime() - start) * 1e-9;
            }
        }
    }
    for (int i = 0; i < libraries.size(); i++) {
        if (!Arrays.equals(libraries.get(i).result(), libraries.get(0).result())) {
            throw new AssertionError(libraries.get(i).name() + " gives another product");
        }
        Arrays.sort(seconds[i]);
        double[] rates = {2.0 * n * n * n / seconds[i][TURNS * 3 / 4] * 1e-9, 2.0 * n * n * n / seconds[i][TURNS / 2] * 1e-9,
            2.0 * n * n * n / seconds[i][TURNS / 4] * 1e-9};
        IO.println(String.format("%5d  %-20s %6.1f GFLOP/s (quartiles %.1f, %.1f)  %4.1f %% of peak", n, libraries.get(i).name(), rates[1], rates[0], rates[2],
                100 * rates[1] / peak));
    }
}

Library unshatter(int n, float[] a, float[] b) {
    float[] c = new float[n * n];
    return new Library("Unshatter", () -> Gemm.sgemm(Transpose.NO, Transpose.NO, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n), c);
}

/** Column-major: B and A change places. */
Library vectorBlas(int n, float[] a, float[] b) {
    float[] c = new float[n * n];
    return new Library("netlib", () -> JavaBLAS.getInstance().sgemm("N", "N", n, n, n, 1, b, n, a, n, 0, c, n), c);
}

Library ejml(int n, float[] a, float[] b) {
    FMatrixRMaj left = FMatrixRMaj.wrap(n, n, a);
    FMatrixRMaj right = FMatrixRMaj.wrap(n, n, b);
    FMatrixRMaj product = new FMatrixRMaj(n, n);
    return new Library("EJML", () -> CommonOps_FDRM.mult(left, right, product), product.data);
}

/** Column-major, too. */
Library ojAlgo(int n, float[] a, float[] b) {
    R032Store left = R032Store.FACTORY.make(n, n);
    R032Store right = R032Store.FACTORY.make(n, n);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            left.set(i, j, b[j * n + i]);
            right.set(i, j, a[j * n + i]);
        }
    }
    R032Store product = R032Store.FACTORY.make(n, n);
    return new Library("ojAlgo", () -> product.fillByMultiplying(left, right), product.data);
}
