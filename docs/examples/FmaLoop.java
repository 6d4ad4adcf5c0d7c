// One matrix product, three times: the textbook's loop, the same loop in a better order, and the blocked product.
// Each sum is added up in the same order; what differs is how often a number is fetched, and how many additions wait for each other.
//
//   java --add-modules jdk.incubator.vector -Dunshatter.threads=1 -cp engine/target/unshatter-0.1.0.jar docs/examples/FmaLoop.java

import java.util.random.RandomGenerator;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Gemm;

static final int N = 256;

void main() {
    RandomGenerator random = RandomStreams.of(1, "fma loop");
    float[] a = Initializers.normal(1).weights(N, N, random);
    float[] b = Initializers.normal(1).weights(N, N, random);
    float[] expected = dotProducts(a, b, new float[N * N]);
    time("dot products", c -> dotProducts(a, b, c), expected);
    time("rows of B", c -> rowsOfB(a, b, c), expected);
    time("Gemm", c -> Gemm.sgemm(Gemm.Transpose.NO, Gemm.Transpose.NO, N, N, N, 1, a, 0, N, b, 0, N, 0, c, 0, N), expected);
}

/** c[i][j] = Σ a[i][p]·b[p][j]: one chain of additions, each waiting for the last, and B read down its columns. */
static float[] dotProducts(float[] a, float[] b, float[] c) {
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            float sum = 0;
            for (int p = 0; p < N; p++) {
                sum = Math.fma(a[i * N + p], b[p * N + j], sum);
            }
            c[i * N + j] = sum;
        }
    }
    return c;
}

/** The inner loops exchanged: N independent chains, side by side, which the compiler makes vectors of. But every step loads and stores a sum. */
static void rowsOfB(float[] a, float[] b, float[] c) {
    Arrays.fill(c, 0);
    for (int i = 0; i < N; i++) {
        for (int p = 0; p < N; p++) {
            float factor = a[i * N + p];
            for (int j = 0; j < N; j++) {
                c[i * N + j] = Math.fma(factor, b[p * N + j], c[i * N + j]);
            }
        }
    }
}

/** The best of 20 runs, and of as many as two seconds have room for: the first ones are interpreted, and compiled meanwhile, which takes most of a second. */
static void time(String name, Consumer<float[]> product, float[] expected) {
    float[] c = new float[N * N];
    long best = Long.MAX_VALUE, begin = System.nanoTime();
    for (int run = 0; run < 20 || System.nanoTime() < begin + 2_000_000_000L; run++) {
        long start = System.nanoTime();
        product.accept(c);
        best = Math.min(best, System.nanoTime() - start);
    }
    IO.println("%-13s %7.1f GFLOP/s, %s".formatted(name, 2.0 * N * N * N / best, Arrays.equals(c, expected) ? "the same bits" : "other bits"));
}
