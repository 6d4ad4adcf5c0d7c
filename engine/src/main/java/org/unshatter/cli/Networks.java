package org.unshatter.cli;

import org.unshatter.arch.Architecture;
import org.unshatter.init.Initializer;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/** The networks that a command line names. */
final class Networks {

    private Networks() {
    }

    /**
     * Draws the net of {@code --arch}.
     *
     * @param initializer in place of the architecture's own; null to keep that
     */
    static Network build(String command, String text, Initializer initializer, long seed) throws UsageException {
        try {
            Architecture<?> architecture = Architecture.parse(text);
            if (initializer != null) {
                architecture.initializer(initializer);
            }
            return architecture.build(RandomStreams.of(seed, "weights"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(command + ": --arch: " + e.getMessage());
        }
    }
}
