package org.unshatter.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The options of one command as they were given. */
final class Options {

    private final String command;
    private final Map<String, List<String>> values = new HashMap<>();

    /**
     * One option that a command knows.
     *
     * @param argument what stands for its value in the help; null for a switch
     */
    record Option(String name, String argument, String help) {

        private String usage() {
            return argument == null ? name : name + " " + argument;
        }
    }

    private Options(String command) {
        this.command = command;
    }

    /** Reads {@code --name value}, {@code --name=value} and switches. */
    static Options parse(String command, List<Option> known, List<String> arguments) throws UsageException {
        Options options = new Options(command);
        for (int i = 0; i < arguments.size(); i++) {
            String[] parts = arguments.get(i).split("=", 2);
            Option option = known.stream().filter(o -> o.name().equals(parts[0])).findFirst().orElseThrow(() -> new UsageException(
                    command + ": unknown option \"" + parts[0] + "\", expected one of "
                            + known.stream().map(Option::name).collect(Collectors.joining(", "))));
            if (option.argument() == null) {
                if (parts.length == 2) {
                    throw new UsageException(command + ": " + option.name() + " takes no value, found \"" + parts[1] + "\"");
                }
                options.add(option.name(), "");
            } else if (parts.length == 2) {
                options.add(option.name(), parts[1]);
            } else if (i + 1 < arguments.size()) {
                options.add(option.name(), arguments.get(++i));
            } else {
                throw new UsageException(command + ": " + option.name() + " lacks its value, expected " + option.usage());
            }
        }
        return options;
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    static String help(List<Option> known) {
        int width = known.stream().mapToInt(o -> o.usage().length()).max().orElse(0);
        return known.stream().map(o -> "  " + o.usage() + " ".repeat(width + 2 - o.usage().length()) + o.help() + "\n")
                .collect(Collectors.joining());
    }

    /** The name of the command. */
    String command() {
        return command;
    }

    /** All values of an option that may be given several times, in their order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Of several the last counts. */
    private String last(String name) {
        return values.get(name).getLast();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name, String otherwise) {
        return has(name) ? last(name) : otherwise;
    }

    /** A file or folder that was named. */
    Path path(String name) throws UsageException {
        try {
            if (!last(name).isEmpty()) {
                return Path.of(last(name));
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw wrong(name, "the name of a file or folder");
    }

    long number(String name, long otherwise, long least) throws UsageException {
        if (!has(name)) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(last(name));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(name, "a whole number" + (least == Long.MIN_VALUE ? "" : " of at least " + least));
    }

    /** One number; where several are given with commas, see {@link #list}. */
    double decimal(String name, double otherwise) throws UsageException {
        if (!has(name)) {
            return otherwise;
        }
        try {
            return Double.parseDouble(last(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a number");
        }
    }

    /**
     * What stands between commas, each read in the same way.
     *
     * @param expected of one of them, in words
     */
    <T> List<T> list(String name, String otherwise, Function<String, T> read, String expected) throws UsageException {
        List<T> list = new ArrayList<>();
        for (String item : text(name, otherwise).split(",", -1)) {
            try {
                list.add(read.apply(item.trim()));
            } catch (IllegalArgumentException e) {
                throw wrong(name, expected + ", or several with commas");
            }
        }
        return list;
    }

    UsageException wrong(String name, String expected) {
        return new UsageException(command + ": " + name + " is \"" + last(name) + "\", expected " + expected);
    }
}
