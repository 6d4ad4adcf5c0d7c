package org.unshatter.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The text of a value: a name and its settings, such as "sgd:momentum=0.9,nesterov". Which are there, the reader of each kind asks for. */
final class Settings {

    /**
     * A kind of value.
     *
     * @param usage how its text is written, with the values that settings have unless set, such as "sgd[:momentum=0,nesterov,decay=0]"
     */
    record Kind<T>(String usage, Function<Settings, T> reader) {

        String name() {
            return usage.split("[:\\[]", 2)[0];
        }
    }

    private final String what;
    private final String text;
    private final String usage;
    private final Map<String, String> given = new LinkedHashMap<>();

    private Settings(String what, String text, String usage) {
        this.what = what;
        this.text = text;
        this.usage = usage;
    }

    /**
     * Reads a value of one of the kinds.
     *
     * @param what what it is called in messages, such as "optimizer"
     */
    static <T> T parse(String what, String text, List<Kind<T>> kinds) {
        String[] parts = text.split(":", 2);
        for (Kind<T> kind : kinds) {
            if (kind.name().equals(parts[0])) {
                Settings settings = new Settings(what, text, kind.usage);
                if (parts.length == 2) {
                    settings.read(parts[1]);
                }
                T value;
                try {
                    value = kind.reader.apply(settings);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(what + " \"" + text + "\": " + e.getMessage(), e);
                }
                settings.requireAllRead();
                return value;
            }
        }
        throw new IllegalArgumentException(what + " is \"" + text + "\", expected one of " + String.join(" ", usages(kinds)));
    }

    static <T> List<String> usages(List<Kind<T>> kinds) {
        return kinds.stream().map(Kind::usage).toList();
    }

    private void read(String list) {
        for (String setting : list.split(",", -1)) {
            String[] pair = setting.split("=", 2);
            if (given.put(pair[0], pair.length == 2 ? pair[1] : "") != null) {
                throw new IllegalArgumentException(what + " \"" + text + "\" sets \"" + pair[0] + "\" twice, expected " + usage);
            }
        }
    }

    private void requireAllRead() {
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(what + " \"" + text + "\" sets \"" + given.keySet().iterator().next() + "\", expected " + usage);
        }
    }

    double number(String key, double otherwise) {
        String value = given.remove(key);
        try {
            return value == null ? otherwise : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is \"" + value + "\", expected a number", e);
        }
    }

    int count(String key, int otherwise) {
        String value = given.remove(key);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is \"" + value + "\", expected a whole number", e);
        }
    }

    /** Whether a word stands there that has no value. */
    boolean word(String key) {
        String value = given.remove(key);
        if (value != null && !value.isEmpty()) {
            throw new IllegalArgumentException(key + " is \"" + value + "\", expected the word alone");
        }
        return value != null;
    }

    /**
     * The text of a value.
     *
     * @param settings empty where they are as they would be unless set
     */
    static String text(String name, String... settings) {
        String list = String.join(",", Arrays.stream(settings).filter(setting -> !setting.isEmpty()).toList());
        return list.isEmpty() ? name : name + ":" + list;
    }

    static String setting(String key, double value, double otherwise) {
        return value == otherwise ? "" : key + "=" + number(value);
    }

    /** A whole number, which {@link #count} reads. */
    static String setting(String key, int value, int otherwise) {
        return value == otherwise ? "" : key + "=" + value;
    }

    /** With as many digits as identify it, such as "0.9", "2" or "5e-4". */
    static String number(double value) {
        return Double.toString(value).replace(".0E", "E").replaceFirst("\\.0$", "").replace('E', 'e');
    }
}
