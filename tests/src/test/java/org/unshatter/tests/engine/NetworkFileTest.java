package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.NetworkFile;
import org.unshatter.autodiff.Tensor;
import org.unshatter.nn.Network;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;

/** A network's file holds all of it: what is read computes the same, and what does not fit together is refused. */
class NetworkFileTest {

    private static final String ARCHITECTURE = "dense-plain,depth=2,width=3";

    @TempDir
    Path folder;

    static Stream<String> nets() {
        return SmallNets.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nets")
    void whatIsReadComputesTheSame(String architecture) throws IOException {
        Network net = SmallNets.build(architecture);
        Path file = folder.resolve("net");
        NetworkFile.write(file, net);
        Network read = NetworkFile.read(file);
        Tensor x = Laboratory.gaussian(1, 3, net.input());
        assertArrayEquals(net.apply(x).toArray(), read.apply(x).toArray());
        assertEquals(net.architecture(), read.architecture());
        assertEquals(net.parameters().keySet(), read.parameters().keySet());
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() throws IOException {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        SmallNets.build(ARCHITECTURE).parameters().forEach((name, value) -> entries.put(name, Entry.of(value)));
        refused(entries, Map.of(), "metadata");
        refused(entries, Map.of("architecture", "dense-flat,depth=2"), "family is \"flat\"");
        refused(entries, Map.of("architecture", "dense-plain,depth=3,width=3"), "number of parameters of the 2 layers behind the first is 18, expected at most 15");
        refused(entries, Map.of("architecture", "dense-plain,depth=2,width=2"), "first.weight is Tensor[3, 1]");
        refused(entries, Map.of("architecture", "dense-plain,depth=1,width=3"), "layer1.dense.weight, expected one of");
        entries.put("more", Entry.of(new float[9], 9));
        refused(entries, Map.of("architecture", ARCHITECTURE), "for the parameter more");
        entries.remove("more");
        entries.put("layer1.dense.weight", Entry.of(new double[9], 3, 3));
        refused(entries, Map.of("architecture", ARCHITECTURE), "F64");
    }

    /** Of an initialiser that has no entry in the catalogue, say. */
    @Test
    void aNetWhoseTextCannotBeReadAgainIsNotWritten() {
        Network net = SmallNets.build(ARCHITECTURE);
        Network other = new Network(ARCHITECTURE + ",init=mine", net.body(), net.input(), net.starts());
        Path file = folder.resolve("net");
        String message = assertThrows(IllegalArgumentException.class, () -> NetworkFile.write(file, other)).getMessage();
        assertTrue(message.contains("init=mine") && message.contains("expected"), message);
        assertFalse(Files.exists(file));
    }

    /** A few bytes of text must not take gigabytes: of these nets no first layer would fit. */
    @ParameterizedTest
    @ValueSource(strings = {"dense-plain,depth=10000,width=45000", "dense-plain,depth=2,width=16000000", "dense-plain,depth=2000000000,width=1",
        "conv-plain,depth=2000000000,filters=1", "dense-plain,depth=1,width=16000000,first=none,act=prelu", "dense-plain,depth=2,out=2000000000",
        "dense-residual,depth=1,width=16000000,first=none,norm=layer,affine=true,block=post"})
    void aSmallFileThatAsksForALargeNetIsRefusedBeforeMemoryIsTaken(String architecture) throws IOException {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>(Map.of("first.weight", Entry.of(new float[4], 4, 1)));
        long before = allocated();
        refused(entries, Map.of("architecture", architecture), "expected at most");
        assertTrue(allocated() - before < 10_000_000, () -> "bytes allocated: " + (allocated() - before));
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private void refused(SequencedMap<String, Entry> entries, Map<String, String> metadata, String message) throws IOException {
        Path file = folder.resolve("net");
        Safetensors.write(file, entries, metadata);
        String actual = assertThrows(MalformedFileException.class, () -> NetworkFile.read(file)).getMessage();
        assertTrue(actual.contains(message) && actual.contains(file.toString()), actual);
    }
}
