package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
        refused(entries, Map.of("architecture", "dense-plain,depth=3,width=3"), "layer2.dense.weight is null");
        refused(entries, Map.of("architecture", "dense-plain,depth=2,width=4"), "first.weight is Tensor[3, 1]");
        refused(entries, Map.of("architecture", "dense-plain,depth=1,width=3"), "layer1.dense.weight, expected one of");
        entries.put("layer1.dense.weight", Entry.of(new double[9], 3, 3));
        refused(entries, Map.of("architecture", ARCHITECTURE), "F64");
    }

    private void refused(SequencedMap<String, Entry> entries, Map<String, String> metadata, String message) throws IOException {
        Path file = folder.resolve("net");
        Safetensors.write(file, entries, metadata);
        String actual = assertThrows(MalformedFileException.class, () -> NetworkFile.read(file)).getMessage();
        assertTrue(actual.contains(message) && actual.contains(file.toString()), actual);
    }
}
