package org.unshatter.init;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.unshatter.init.Initializers.Form;

/** The initialisers as text: a name, and arguments behind colons. */
enum Catalogue {
    ZEROS("zeros", Initializers.zeros()),
    CONSTANT("constant:value", new Constant(1), 1, words -> Initializers.constant(words.number(1, "value"))),
    NORMAL("normal:variance", new Normal(1), 1, words -> new Normal(words.number(1, "variance"))),
    UNIFORM("uniform:low:high", new Uniform(0, 1), 2, words -> new Uniform(words.number(1, "low"), words.number(2, "high"))),
    TRUNCATED_NORMAL("truncated-normal:variance[:cut]", new TruncatedNormal(1, 2), 2,
            words -> new TruncatedNormal(words.number(1, "variance"), words.has(2) ? words.number(2, "cut") : 2)),
    LECUN("lecun", new Lecun()),
    GLOROT("glorot", new Glorot(Distribution.NORMAL)),
    GLOROT_UNIFORM("glorot-uniform", new Glorot(Distribution.UNIFORM)),
    HE("he[:in|:out][:gain]", He.NORMAL, 2, words -> he(words, Distribution.NORMAL)),
    HE_UNIFORM("he-uniform[:in|:out][:gain]", Initializers.heUniform(), 2, words -> he(words, Distribution.UNIFORM)),
    ORTHOGONAL("orthogonal[:gain]", new Orthogonal(1), 1, words -> new Orthogonal(gain(words))),
    DELTA_ORTHOGONAL("delta-orthogonal[:gain]", new DeltaOrthogonal(1), 1, words -> new DeltaOrthogonal(gain(words))),
    DIRAC("dirac", new Dirac()),
    LOOKS_LINEAR("looks-linear", new LooksLinear()),
    MIRRORED("mirrored[:form]", Initializers.mirrored(), 1,
            words -> words.has(1) ? new Mirrored(Mirrored.Form.parse(words.parts[1])) : Initializers.mirrored()),
    FIXUP("fixup[:gain:branches:layers]", Fixup.OPEN, 3,
            words -> words.has(1) ? new Fixup(words.number(1, "gain"), words.count(2, "branches"), words.count(3, "layers")) : Fixup.OPEN);

    private final String usage;
    private final Initializer example;
    private final int most;
    private final Function<Words, Initializer> reader;

    /** @param most arguments */
    Catalogue(String usage, Initializer example, int most, Function<Words, Initializer> reader) {
        this.usage = usage;
        this.example = example;
        this.most = most;
        this.reader = reader;
    }

    /** Without arguments. */
    Catalogue(String name, Initializer only) {
        this(name, only, 0, words -> only);
    }

    private String word() {
        return usage.split("[:\\[]", 2)[0];
    }

    static List<Form> forms() {
        return Arrays.stream(values()).map(entry -> new Form(entry.usage, entry.example.source())).toList();
    }

    static Initializer parse(String text) {
        String[] parts = text.split(":", -1);
        for (Catalogue entry : values()) {
            if (entry.word().equals(parts[0])) {
                Words words = new Words(entry, text, parts);
                if (words.has(entry.most + 1)) {
                    throw words.wrong();
                }
                return entry.reader.apply(words);
            }
        }
        throw new IllegalArgumentException("initializer is \"" + text + "\", expected one of "
                + Arrays.stream(values()).map(entry -> entry.usage).collect(Collectors.joining(", ")));
    }

    private static double gain(Words words) {
        return words.has(1) ? words.number(1, "gain") : 1;
    }

    private static He he(Words words, Distribution distribution) {
        boolean out = words.has(1) && words.parts[1].equals("out");
        int next = out || words.has(1) && words.parts[1].equals("in") ? 2 : 1;
        if (words.has(next + 1)) {
            throw words.wrong();
        }
        return new He(distribution, out, words.has(next) ? OptionalDouble.of(words.number(next, "gain")) : OptionalDouble.empty());
    }

    /** A name and its arguments. */
    private record Words(Catalogue entry, String text, String[] parts) {

        boolean has(int i) {
            return i < parts.length;
        }

        double number(int i, String what) {
            if (!has(i)) {
                throw wrong();
            }
            try {
                return Double.parseDouble(parts[i]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        what + " of initializer \"" + text + "\" is \"" + parts[i] + "\", expected a number: " + entry.usage, e);
            }
        }

        int count(int i, String what) {
            double number = number(i, what);
            if (number != (int) number) {
                throw new IllegalArgumentException(what + " of initializer \"" + text + "\" is \"" + parts[i] + "\", expected a whole number");
            }
            return (int) number;
        }

        IllegalArgumentException wrong() {
            return new IllegalArgumentException("initializer is \"" + text + "\", expected " + entry.usage);
        }
    }
}
