package org.unshatter.paper;

/** Hears how far a long computation has come. {@link #step} is called from several threads. */
public interface Progress {

    /** A stage of so many steps begins. */
    void begin(String stage, int steps);

    /** One step of the stage is done. */
    void step();

    /** The stage is done. */
    void end();
}
