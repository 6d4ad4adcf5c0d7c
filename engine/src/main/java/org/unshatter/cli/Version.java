package org.unshatter.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** The version of this build. */
final class Version {

    private Version() {
    }

    /** From the module descriptor or the jar's manifest; "unknown" for classes outside a jar. */
    static String text() {
        return Optional.ofNullable(Version.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .or(() -> Optional.ofNullable(Version.class.getPackage().getImplementationVersion()))
                .orElse("unknown");
    }
}
