/** Networks, initialisers, diagnostics, theory, the report, files and the command line. */
module org.unshatter.engine {
    requires transitive org.unshatter.autodiff;
    requires java.desktop;

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
