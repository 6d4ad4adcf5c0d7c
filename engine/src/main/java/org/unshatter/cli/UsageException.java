package org.unshatter.cli;

/** The command line does not say what can be done; the message tells what was found and what was expected. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
