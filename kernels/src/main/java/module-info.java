/** Arrays in, arrays out: matrix multiplication, elementwise passes and reductions on SIMD, each with a scalar twin. */
module org.unshatter.kernels {
    requires jdk.incubator.vector;
    requires jdk.management;

    exports org.unshatter.kernels;
}
