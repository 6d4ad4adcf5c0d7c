/** Tensors, the tape, and one rule per operation. */
module org.unshatter.autodiff {
    requires transitive org.unshatter.kernels;

    exports org.unshatter.autodiff;
}
