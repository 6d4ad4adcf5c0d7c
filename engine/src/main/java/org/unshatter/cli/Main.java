package org.unshatter.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.OutOfMemoryException;

/** The command line: exit code 0 for success, 2 for wrong usage, 1 for a failure. */
public final class Main {

    private static final List<Command> COMMANDS = List.of(new ReproduceCommand(), new DiagnoseCommand(), new TrainCommand(), new SweepCommand(), new SummaryCommand(), new InfoCommand());

    /** Known to all commands. */
    private static final List<Options.Option> COMMON = List.of(
            new Options.Option("--debug", null, "print the stack trace of an error"),
            new Options.Option("--help", null, "print this help"));

    /** Ends of lines, and what else moves a terminal's cursor. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{IsControl}\\x{2028}\\x{2029}]");

    private Main() {
    }

    public static void main(String[] arguments) {
        // Pictures are encoded by ImageIO, which would otherwise look for a display.
        System.setProperty("java.awt.headless", "true");
        int status = run(List.of(arguments));
        System.out.flush();
        System.exit(status);
    }

    /** The code to end with. */
    static int run(List<String> arguments) {
        try {
            dispatch(arguments);
            return 0;
        } catch (UsageException e) {
            say(e.getMessage() + "; see ./unshatter --help");
            return 2;
        } catch (ExceptionInInitializerError e) { // the kernels refuse a system property
            say(describe(e.getCause()));
            return 2;
        } catch (Throwable e) {
            say(describe(e));
            if (arguments.contains("--debug")) {
                e.printStackTrace();
            }
            return 1;
        }
    }

    private static void dispatch(List<String> arguments) throws Exception {
        String name = arguments.isEmpty() ? "--help" : arguments.getFirst();
        if (name.equals("--help") || name.equals("help")) {
            System.out.print(help());
            return;
        }
        if (name.equals("--version")) {
            System.out.println("unshatter " + Version.text());
            return;
        }
        if (name.equals("bench")) { // the launcher starts it before it comes here
            throw new UsageException("bench is not in the jar: it runs by ./unshatter bench in a source tree");
        }
        Command command = COMMANDS.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow(() -> new UsageException(
                "unknown command \"" + name + "\", expected one of "
                        + COMMANDS.stream().map(Command::name).collect(Collectors.joining(", ")) + ", bench"));
        List<Options.Option> known = new ArrayList<>(command.options());
        known.addAll(COMMON);
        Options options = Options.parse(name, known, arguments.subList(1, arguments.size()));
        if (options.has("--help")) {
            System.out.print("Usage: ./unshatter " + name + " [options]\n\n" + command.summary() + "\n\nOptions:\n" + Options.help(known));
        } else {
            command.run(options);
        }
    }

    private static String help() {
        StringBuilder help = new StringBuilder("""
                Unshatter: numerical computing in plain Java, and the shattered gradients problem reproduced.

                Usage: ./unshatter [-D... | -X...] COMMAND [options]

                Commands:
                """);
        for (Command command : COMMANDS) {
            help.append(String.format("  %-10s %s%n", command.name(), command.summary()));
        }
        return help.append("""
                  bench      Measure the kernels with JMH (in a source tree only).

                ./unshatter COMMAND --help lists the options of a command; ./unshatter --version prints the version.
                """).toString();
    }

    /** On one line, though a name or text of the user's that is repeated in it may have several. */
    private static void say(String message) {
        System.err.println("unshatter: " + BREAKS.matcher(message).replaceAll(
                character -> Matcher.quoteReplacement("\\u%04x".formatted((int) character.group().charAt(0)))));
    }

    /** One line. What can go wrong with files in reading is told apart where they are read: see {@link Reading}. */
    private static String describe(Throwable e) {
        if (e instanceof FileSystemException f) {
            return "cannot write " + inWords(f);
        }
        if (e instanceof OutOfMemoryError) {
            return "out of the " + Memory.text(Memory.most()) + " of memory that the JVM may use: give it more, for example ./unshatter -Xmx"
                    + Math.ceilDiv(Memory.most(), 1L << 29) + "g ...";
        }
        return e instanceof IOException || e instanceof IllegalArgumentException || e instanceof OutOfMemoryException
                ? String.valueOf(e.getMessage()) : e.toString();
    }

    /** The file, and what is the matter with it: the JDK's message is often just the path. */
    static String inWords(FileSystemException e) {
        return e.getFile() + ": " + Optional.ofNullable(e.getReason()).orElse(switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is a file, expected a folder";
            case NoSuchFileException _ -> "no such file or folder";
            default -> e.getClass().getSimpleName();
        });
    }
}
