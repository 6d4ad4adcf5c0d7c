package org.unshatter.tests.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;
import org.unshatter.tests.MiniJson;
import org.unshatter.tests.fuzz.Fuzz;
import org.unshatter.tests.fuzz.Fuzzed;
import org.unshatter.tests.fuzz.Mutations;

/** What is written is read back the same by two readers that share no code, and of all other texts both say the same. */
@Fuzzed
class JsonFuzzTest {

    private static final List<String> TOKENS = List.of("{}", "[]", "{\"a\":", "[[", "]]", "\"", "\\u", "\\ud834\\udd1e", "\\ud834", "\\u00", "\\x", "true", "fals", "null",
            ",", ":", "1e5", "-0.0", "0.1", "\"a\"", "//", "/**/", "9223372036854775807", "123456789012345678901",
            "[".repeat(70), "]".repeat(70), "[".repeat(20_000), "{\"\":".repeat(10_000));

    @Test
    void whatIsWrittenIsReadBackTheSame() throws InterruptedException {
        Fuzz.run("json writer", 1_500, random -> {
            Object tree = tree(random, 4);
            if (random.nextInt(20) == 0) {
                for (int levels = random.nextInt(60, 70); levels > 0; levels--) {
                    tree = random.nextBoolean() ? Collections.singletonList(tree) : new LinkedHashMap<>(Collections.singletonMap("k", tree));
                }
            }
            Object written = tree;
            String where = Fuzz.quoted(tree);
            Optional<String> compact = Fuzz.parsed(() -> Json.compact(written), IllegalArgumentException.class, where);
            Optional<String> text = Fuzz.parsed(() -> Json.text(written), IllegalArgumentException.class, where);
            assertEquals(isWritable(tree) && depth(tree) <= JsonReader.DEPTH, compact.isPresent(), where);
            assertEquals(compact.isPresent(), text.isPresent(), where);
            if (compact.isEmpty()) {
                return "refused";
            }
            for (String json : List.of(compact.get(), text.get())) {
                assertEquals(asRead(tree), JsonReader.read(json), () -> Fuzz.quoted(json));
                assertEquals(asRead(tree), JsonReader.read(json.getBytes(StandardCharsets.UTF_8)), () -> Fuzz.quoted(json));
                assertTrue(sameOrNull(JsonReader.read(json), MiniJson.parse(json)), () -> Fuzz.quoted(json));
            }
            assertTrue(compact.get().chars().noneMatch(c -> c == '\n'), where);
            return "written";
        }, "written", "refused");
    }

    @Test
    void ofAnyTextBothReadersSayTheSame() throws InterruptedException {
        Fuzz.run("json reader", 3_000, random -> reading(JsonReader::read, random), "read", "refused");
    }

    @Test
    void ofAnyBytesItSaysTheSameAsOfTheirText() throws InterruptedException {
        Fuzz.run("json bytes", 2_000, random -> {
            byte[] bytes = Mutations.bytes(json(random).getBytes(StandardCharsets.UTF_8), json(random).getBytes(StandardCharsets.UTF_8), random);
            String text = new String(bytes, StandardCharsets.UTF_8);
            Optional<Object> read = read(() -> JsonReader.read(bytes), text);
            if (!isUtf8(bytes)) {
                assertTrue(read.isEmpty(), () -> Fuzz.quoted(text));
                return "not UTF-8";
            }
            assertEquals(read(() -> JsonReader.read(text), text), read, () -> Fuzz.quoted(text));
            return read.isPresent() ? "read" : "refused";
        }, "read", "refused", "not UTF-8");
    }

    /** Negative controls: readers that accept a little more, or read a little else. */
    @Test
    void aCarelessReaderIsCaught() {
        List<Function<String, Object>> careless = List.of(
                text -> JsonReader.read(text.replaceFirst(",(\\s*[\\]}])", "$1")),
                text -> JsonReader.read(text.replace("\\u00", "\\u01")),
                text -> JsonReader.read(text.replace("e-", "e")),
                text -> JsonReader.read(text.isEmpty() ? "null" : text));
        for (Function<String, Object> reader : careless) {
            assertThrows(AssertionError.class, () -> Fuzz.run("careless reader", 200_000, random -> reading(reader, random)));
        }
    }

    private static String reading(Function<String, Object> reader, RandomGenerator random) {
        String text = random.nextInt(8) == 0 ? json(random) : Mutations.text(json(random), json(random), TOKENS, random);
        Optional<Object> read = read(() -> reader.apply(text), text);
        Optional<Object> expected = expected(text);
        String where = Fuzz.quoted(text);
        if (read.isPresent() && expected.isPresent()) {
            assertTrue(same(read.get(), expected.get()), () -> "expected " + expected.get() + ", got " + read.get() + " for " + where);
            return "read";
        }
        assertTrue(read.isEmpty(), () -> "expected a refusal, got " + read.get() + " for " + where);
        assertTrue(expected.isEmpty() || !isWithinLimits(expected.get()) || !StandardCharsets.UTF_8.newEncoder().canEncode(text),
                () -> "expected " + expected.get() + ", got a refusal for " + where);
        return "refused";
    }

    /** A null is a value as well. */
    private static Optional<Object> read(Callable<Object> reader, String text) {
        return Fuzz.parsed(() -> List.of(Optional.ofNullable(reader.call())), IllegalArgumentException.class, text).map(value -> value);
    }

    private static Optional<Object> expected(String text) {
        try {
            return Optional.of(List.of(Optional.ofNullable(MiniJson.parse(text))));
        } catch (IllegalArgumentException | StackOverflowError e) { // of the latter nobody can tell; what is so deep is refused
            return Optional.empty();
        }
    }

    /** Our numbers may be Long, the others are all Double. */
    private static boolean same(Object ours, Object theirs) {
        return switch (ours) {
            case Optional<?> o -> theirs instanceof Optional<?> t && o.isPresent() == t.isPresent() && (o.isEmpty() || same(o.get(), t.get()));
            case Number number -> theirs instanceof Double other && other.equals(number.doubleValue());
            case List<?> list -> theirs instanceof List<?> other && list.size() == other.size() && range(list.size()).allMatch(i -> sameOrNull(list.get(i), other.get(i)));
            case Map<?, ?> map -> theirs instanceof Map<?, ?> other && List.copyOf(map.keySet()).equals(List.copyOf(other.keySet()))
                    && map.keySet().stream().allMatch(key -> sameOrNull(map.get(key), other.get(key)));
            default -> ours.equals(theirs);
        };
    }

    private static boolean sameOrNull(Object ours, Object theirs) {
        return ours == null ? theirs == null : same(ours, theirs);
    }

    private static IntStream range(int n) {
        return IntStream.range(0, n);
    }

    private static boolean isWithinLimits(Object value) {
        return depth(value) <= JsonReader.DEPTH + 1 && isFinite(value); // one for the list around it
    }

    private static boolean isFinite(Object value) {
        return switch (value) {
            case null -> true;
            case Double number -> Double.isFinite(number);
            case Optional<?> optional -> optional.isEmpty() || isFinite(optional.get());
            case List<?> list -> list.stream().allMatch(JsonFuzzTest::isFinite);
            case Map<?, ?> map -> map.values().stream().allMatch(JsonFuzzTest::isFinite);
            default -> true;
        };
    }

    private static int depth(Object value) {
        return switch (value) {
            case null -> 0;
            case Optional<?> optional -> optional.isEmpty() ? 0 : depth(optional.get());
            case List<?> list -> 1 + list.stream().mapToInt(JsonFuzzTest::depth).max().orElse(0);
            case Map<?, ?> map -> 1 + map.values().stream().mapToInt(JsonFuzzTest::depth).max().orElse(0);
            default -> value.getClass().isArray() ? 1 : 0;
        };
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String json(RandomGenerator random) {
        Object tree;
        do {
            tree = tree(random, 3);
        } while (!isWritable(tree));
        return random.nextBoolean() ? Json.compact(tree) : Json.text(tree);
    }

    /** Of everything that can be written, and seldom of what cannot. */
    private static Object tree(RandomGenerator random, int depth) {
        int kind = random.nextInt(depth == 0 ? 11 : 15);
        return switch (kind) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> Mutations.pick(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1, random.nextLong()), random);
            case 3 -> Double.longBitsToDouble(random.nextInt(20) == 0 ? 0x7ff0000000000000L : random.nextLong() & ~(1L << 62));
            case 4 -> Mutations.pick(List.of(0.0, -0.0, 1e300, Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 1e7, 123456789.0), random);
            case 5 -> Float.intBitsToFloat(random.nextInt() & ~(1 << 30));
            case 6 -> random.nextInt(3) == 0 ? (Object) (byte) random.nextInt() : random.nextBoolean() ? (short) random.nextInt() : (Object) random.nextInt();
            case 7, 8, 9 -> string(random);
            case 10 -> switch (random.nextInt(4)) {
                case 0 -> random.ints(random.nextInt(4)).toArray();
                case 1 -> random.longs(random.nextInt(4)).toArray();
                case 2 -> random.doubles(random.nextInt(4)).toArray();
                default -> new float[] {random.nextFloat(), random.nextInt(30) == 0 ? Float.NaN : 1};
            };
            case 11, 12 -> {
                List<Object> list = new ArrayList<>();
                for (int n = random.nextInt(5); n > 0; n--) {
                    list.add(tree(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int n = random.nextInt(5); n > 0; n--) {
                    map.put(string(random), tree(random, depth - 1));
                }
                yield map;
            }
        };
    }

    /** Of any characters, halves of them too. */
    private static String string(RandomGenerator random) {
        StringBuilder string = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            string.append((char) random.nextInt(Mutations.pick(List.of(0x20, 0x80, 0x80, 0x80, 0x800, 0x10000), random)));
        }
        return random.nextInt(4) == 0 ? string + "\ud834\udd1e\ud834" : string.toString();
    }

    private static boolean isWritable(Object tree) {
        return switch (tree) {
            case null -> true;
            case Double number -> Double.isFinite(number);
            case Float number -> Float.isFinite(number);
            case float[] numbers -> range(numbers.length).allMatch(i -> Float.isFinite(numbers[i]));
            case List<?> list -> list.stream().allMatch(JsonFuzzTest::isWritable);
            case Map<?, ?> map -> map.values().stream().allMatch(JsonFuzzTest::isWritable);
            default -> true;
        };
    }

    /** As the reader documents it: whole numbers are Long, others the Double of the same digits. */
    private static Object asRead(Object tree) {
        return switch (tree) {
            case null -> null;
            case Float number -> Double.valueOf(number.toString());
            case Double number -> number;
            case Number number -> number.longValue();
            case List<?> list -> list.stream().collect(ArrayList::new, (all, element) -> all.add(asRead(element)), ArrayList::addAll);
            case Map<?, ?> map -> {
                Map<Object, Object> read = new LinkedHashMap<>();
                map.forEach((key, value) -> read.put(key, asRead(value)));
                yield read;
            }
            default -> tree.getClass().isArray()
                    ? asRead(range(Array.getLength(tree)).mapToObj(i -> Array.get(tree, i)).toList()) : tree;
        };
    }
}
