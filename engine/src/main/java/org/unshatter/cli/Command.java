package org.unshatter.cli;

import java.util.List;

/** One command of the program. */
interface Command {

    String name();

    /** One line for the list of commands. */
    String summary();

    List<Options.Option> options();

    /** Runs it; an exception ends the program with its message on one line. */
    void run(Options options) throws Exception;
}
