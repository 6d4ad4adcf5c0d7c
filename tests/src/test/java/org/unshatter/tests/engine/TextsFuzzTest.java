package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.BranchWeight;
import org.unshatter.arch.Gate;
import org.unshatter.data.Augmentation;
import org.unshatter.init.Initializer;
import org.unshatter.init.Initializers;
import org.unshatter.nn.Activation;
import org.unshatter.optim.Clipping;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.Schedule;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.fuzz.Mutations;

/** Every text that stands for a value is read as a value whose own text brings it back, or refused with what was expected. */
@Fuzzed
class TextsFuzzTest {

    /** The languages of single values. In the examples # is a number from 0 to 1, and N one from 1 to 999. */
    enum Language {
        OPTIMIZER(Optimizer::parse, Object::toString, "sgd", "sgd:momentum=0.#", "sgd:momentum=0.#,nesterov,decay=#e-4", "adam:beta1=0.#,epsilon=1e-N", "adamw:decay=0.#",
                "rmsprop:smoothing=0.#,epsilon=1e-8,momentum=0.#,decay=#"),
        SCHEDULE(Schedule::parse, Object::toString, "constant", "step:every=N,factor=0.#", "cosine:final=0.#", "linear", "one-cycle:start=0.#,up=0.3#,final=#e-4",
                "plateau:window=N,threshold=0.#,times=N,factor=0.#", "warmup+cosine", "warmup:epochs=#+step", "warmup:epochs=N+plateau:times=N"),
        CLIPPING(Clipping::parse, Object::toString, "none", "norm:N", "value:0.#"),
        AUGMENTATION(Augmentation::parse, Object::toString, "none", "shifts:N", "shifts-flips:N"),
        INITIALIZER(Initializers::parse, value -> ((Initializer) value).name(), "zeros", "constant:#", "normal:#", "uniform:-#:#", "truncated-normal:#",
                "truncated-normal:#:1.#", "lecun", "glorot",
                "glorot-uniform", "he", "he:in:#", "he:out:#", "he:#", "he-uniform:out", "orthogonal:#", "delta-orthogonal:#", "dirac", "looks-linear", "mirrored",
                "mirrored:first", "mirrored:stream-readout", "fixup", "fixup:1.#:N:2"),
        ACTIVATION(Activation::parse, Object::toString, "linear", "relu", "crelu", "prelu", "prelu:0.#", "leaky:0.#", "tanh", "sigmoid", "softplus", "gelu"),
        BRANCH_WEIGHT(BranchWeight::parse, Object::toString, "#", "0.#", "1/sqrtL", "1/L", "learned", "learned:#", "skipinit", "rezero"),
        GATE(Gate::parse, Object::toString, "0.#", "1-1/L", "learned:-#");

        private final Function<String, Object> parser;
        private final Function<Object, String> writer;
        private final List<String> examples;

        Language(Function<String, Object> parser, Function<Object, String> writer, String... examples) {
            this.parser = parser;
            this.writer = writer;
            this.examples = List.of(examples);
        }

        String example(RandomGenerator random) {
            return filled(Mutations.pick(examples, random), random);
        }
    }

    private static String filled(String example, RandomGenerator random) {
        return example.replace("#", Integer.toString(random.nextInt(1, 10))).replace("N", Integer.toString(random.nextInt(1, 40)));
    }

    private static List<String> tokens() {
        return Stream.concat(Stream.of(Language.values()).flatMap(language -> language.examples.stream()).flatMap(example -> Stream.of(example.split("(?<=[:=,+])"))),
                settings().stream().map(setting -> "," + setting)).toList();
    }

    @Test
    void itsTextBringsAValueBack() throws InterruptedException {
        List<String> tokens = tokens();
        List<Language> languages = List.of(Language.values());
        Fuzz.run("texts", 6_000, random -> {
            Language language = Mutations.pick(languages, random);
            return value(language, language.parser, tokens, random) + " " + language.name().toLowerCase(Locale.ROOT);
        }, languages.stream().map(language -> language.name().toLowerCase(Locale.ROOT)).flatMap(name -> Stream.of("read " + name, "refused " + name)).toArray(String[]::new));
    }

    /** Negative controls: numbers that the language does not have, and a value that forgets one. */
    @Test
    void aCarelessReaderIsCaught() {
        List<String> tokens = tokens();
        List<Function<String, Object>> careless = List.of(
                text -> Activation.parse(text.startsWith("leaky:") ? "leaky:" + Integer.parseInt(text.substring(6)) : text),
                text -> Activation.parse(text.startsWith("prelu:0.") ? "prelu" + text.substring(6).repeat(2) : text),
                text -> text.startsWith("prelu:") ? new Object() : Activation.parse(text));
        for (Function<String, Object> parser : careless) {
            assertThrows(AssertionError.class, () -> Fuzz.run("careless", 6_000, random -> value(Language.ACTIVATION, parser, tokens, random)));
        }
    }

    private static String value(Language language, Function<String, Object> parser, List<String> tokens, RandomGenerator random) {
        String valid = language.example(random);
        boolean intact = random.nextInt(8) == 0;
        String text = intact ? valid : Mutations.text(valid, language.example(random), tokens, random);
        Optional<Object> value = Fuzz.parsed(() -> parser.apply(text), IllegalArgumentException.class, text);
        if (value.isEmpty()) {
            assertTrue(!intact, () -> "expected a value of " + Fuzz.quoted(text));
            return "refused";
        }
        String written = language.writer.apply(value.get());
        String where = Fuzz.quoted(text) + ", written as " + Fuzz.quoted(written);
        Object again = Fuzz.parsed(() -> parser.apply(written), IllegalArgumentException.class, written).orElseThrow(() -> new AssertionError("not read again: " + where));
        assertEquals(value.get(), again, where);
        assertEquals(written, language.writer.apply(again), where);
        return "read";
    }

    /** Settings of architectures; those of one body or family only are among them. */
    private static List<String> settings() {
        List<String> settings = new ArrayList<>(List.of("width=N", "filters=N", "in=N", "in=3x#x#", "out=N", "norm=none", "norm=center", "norm=batch", "norm=layer",
                "affine=true", "affine=false", "stats=constant", "stats=differentiated", "first=none", "bias=true", "alpha=0.#", "beta=0.#",
                "gate=0.#", "block=pre", "block=post", "per=N", "stages=#", "match=true", "match=false", "head=pool", "head=flatten", "shortcut=padded", "shortcut=projected", "shortcut=none"));
        Language.ACTIVATION.examples.forEach(act -> settings.add("act=" + act));
        Language.BRANCH_WEIGHT.examples.forEach(weight -> settings.addAll(List.of("alpha=" + weight, "beta=" + weight)));
        Language.GATE.examples.forEach(gate -> settings.add("gate=" + gate));
        Language.INITIALIZER.examples.forEach(init -> settings.addAll(List.of("init=" + init, "first=" + init, "firstbias=" + init, "readout=" + init)));
        return settings;
    }

    /** Some settings once each, in any order. */
    private static List<String> architecture(List<String> settings, RandomGenerator random) {
        String body = Mutations.pick(List.of("dense-plain,depth=N", "dense-linear,depth=N", "dense-residual,depth=N", "dense-highway,depth=N", "conv-plain,depth=N",
                "conv-residual,depth=N", "conv-highway,depth=N", "thin-plain,depth=N", "thin-residual,depth=N", "resnet,depth=20", "resnet,depth=8"), random);
        List<String> chosen = new ArrayList<>(List.of(filled(body, random)));
        for (int n = random.nextInt(5); n > 0; n--) {
            String setting = filled(Mutations.pick(settings, random), random);
            String key = setting.substring(0, setting.indexOf('=') + 1);
            if (suits(key, body) && chosen.stream().noneMatch(other -> other.startsWith(key)) && !setting.equals("alpha=learned") && !setting.equals("alpha=skipinit")
                    && !setting.equals("alpha=rezero") && !(setting.equals("first=none") && !body.startsWith("dense"))) {
                chosen.add(setting);
            }
        }
        return chosen;
    }

    private static boolean suits(String key, String body) {
        boolean residual = body.contains("residual") || body.startsWith("resnet");
        boolean highway = body.contains("highway");
        return switch (key) {
            case "width=" -> body.startsWith("dense");
            case "filters=", "stages=", "match=", "head=" -> !body.startsWith("dense");
            case "shortcut=" -> !body.startsWith("dense") && (residual || highway);
            case "alpha=", "beta=" -> residual;
            case "gate=" -> highway;
            case "block=", "per=" -> residual || highway;
            default -> true;
        };
    }

    @Test
    void theTextOfAnArchitectureBringsItBack() throws InterruptedException {
        List<String> settings = settings();
        List<String> tokens = tokens();
        Fuzz.run("architecture", 2_000, random -> {
            List<String> parts = architecture(settings, random);
            String valid = String.join(",", parts);
            boolean intact = random.nextInt(4) == 0;
            String text = intact ? valid : Mutations.text(valid, String.join(",", architecture(settings, random)), tokens, random);
            Optional<Architecture<?>> read = Fuzz.parsed(() -> Architecture.parse(text), IllegalArgumentException.class, text);
            if (read.isEmpty()) {
                assertTrue(!intact, () -> "expected an architecture of " + Fuzz.quoted(text));
                return "refused";
            }
            String written = read.get().toString();
            String where = Fuzz.quoted(text) + ", written as " + Fuzz.quoted(written);
            assertEquals(written, Fuzz.parsed(() -> Architecture.parse(written), IllegalArgumentException.class, written).map(Object::toString).orElse("nothing"), where);
            if (intact) {
                List<String> others = new ArrayList<>(parts.subList(1, parts.size()));
                Collections.shuffle(others, new Random(random.nextLong()));
                others.addFirst(parts.getFirst());
                assertEquals(written, Architecture.parse(String.join(",", others)).toString(), () -> where + ", settings in another order: " + others);
            }
            return "read";
        }, "read", "refused");
    }
}
