/** The kernels, automatic differentiation and the engine in one module: the descriptor of the merged jar. */
module org.unshatter {
    requires java.desktop;
    requires jdk.incubator.vector;
    requires jdk.management;

    exports org.unshatter.kernels;
    exports org.unshatter.autodiff;
    exports org.unshatter.arch;
    exports org.unshatter.nn;
    exports org.unshatter.init;
    exports org.unshatter.data;
    exports org.unshatter.optim;
    exports org.unshatter.train;
    exports org.unshatter.experiment;
    exports org.unshatter.diagnostics;
    exports org.unshatter.linalg;
    exports org.unshatter.theory;
    exports org.unshatter.report;
    exports org.unshatter.safetensors;
}
