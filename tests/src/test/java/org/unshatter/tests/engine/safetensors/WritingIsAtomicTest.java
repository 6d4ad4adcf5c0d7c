package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.safetensors.DType;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;

/** A file is replaced as a whole or left as it was, and nothing else is left in its folder. */
class WritingIsAtomicTest {

    @TempDir
    Path folder;
    private Path file;
    private byte[] old;

    @BeforeEach
    void aGoodFileIsThere() throws IOException {
        file = folder.resolve("checkpoint");
        Safetensors.write(file, entries(Entry.of(new float[] {1, 2}, 2)), Map.of("epoch", "1"));
        old = Files.readAllBytes(file);
    }

    private void assertUntouched() throws IOException {
        assertArrayEquals(old, Files.readAllBytes(file));
        assertEquals(List.of("checkpoint"), RawFile.names(folder));
    }

    @Test
    void aSuccessReplacesItAndLeavesNothingElse() throws IOException {
        Safetensors.write(file, entries(Entry.of(new float[] {3}, 1)), Map.of());
        assertEquals(3, Safetensors.read(file).entries().get("w").tensor().get(0));
        assertEquals(List.of("checkpoint"), RawFile.names(folder));
    }

    /** The large entry before it is on the disk when the failure comes. */
    @Test
    void aFailureHalfwayLeavesTheOldFile() throws IOException {
        List<List<String>> seen = new ArrayList<>();
        failsHalfway(UncheckedIOException.class, () -> {
            try {
                seen.add(RawFile.names(folder));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            throw new UncheckedIOException(new IOException("no data"));
        });
        assertEquals(2, seen.getFirst().size(), () -> "expected a temporary file beside the old one in " + seen);
        failsHalfway(OutOfMemoryError.class, () -> {
            throw new OutOfMemoryError();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9})
    void aWrongLengthOfSuppliedDataLeavesTheOldFile(int length) throws IOException {
        String message = failsHalfway(IllegalArgumentException.class, () -> ByteBuffer.allocate(length));
        assertTrue(message.contains(length + " bytes, expected 8 for dtype U8 and shape [8]"), message);
    }

    private String failsHalfway(Class<? extends Throwable> type, Supplier<ByteBuffer> data) throws IOException {
        SequencedMap<String, Entry> entries = entries(Entry.of(new float[1 << 20], 1 << 20));
        entries.put("bad", Entry.supplied(DType.U8, new long[] {8}, data));
        String message = assertThrows(type, () -> Safetensors.write(file, entries, Map.of())).getMessage();
        assertUntouched();
        return message;
    }

    @Test
    void anInterruptedThreadLeavesTheOldFile() throws IOException {
        Thread.currentThread().interrupt();
        assertThrows(IOException.class, () -> Safetensors.write(file, entries(Entry.of(new float[] {3}, 1)), Map.of()));
        assertTrue(Thread.interrupted());
        assertUntouched();
    }

    @Test
    void aMissingFolderIsNamedAndNotMade() throws IOException {
        Path lost = folder.resolve("missing").resolve("file");
        String message = assertThrows(NoSuchFileException.class, () -> Safetensors.write(lost, entries(Entry.bytes(new byte[1])), Map.of())).getMessage();
        assertTrue(message.contains(lost.toString()) && message.contains("its folder does not exist"), message);
        assertFalse(Files.exists(lost.getParent()));
        assertUntouched();
    }

    @Test
    void aFolderInTheFilesPlaceStays() throws IOException {
        Path place = Files.createDirectory(folder.resolve("folder"));
        Files.createFile(place.resolve("inside"));
        assertThrows(IOException.class, () -> Safetensors.write(place, entries(Entry.bytes(new byte[1])), Map.of()));
        assertEquals(List.of("inside"), RawFile.names(place));
        assertEquals(List.of("checkpoint", "folder"), RawFile.names(folder));
    }

    @Test
    void anOpenFileIsReadAsItWasThoughItIsReplaced() throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            Safetensors.write(file, entries(Entry.of(new float[] {3, 4, 5, 6}, 4)), Map.of());
            assertArrayEquals(new float[] {1, 2}, open.tensor("w").toArray());
        }
        assertEquals(4, Safetensors.read(file).entries().get("w").tensor().size());
    }

    @Test
    void aFileThatShrinksWhileItIsOpenIsRefused() throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            Files.write(file, new byte[20]);
            String message = assertThrows(IOException.class, () -> open.tensor("w")).getMessage();
            assertTrue(message.contains(file.toString()) && message.contains("as it had when it was opened"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "__metadata__", "half \uD834", "\uDD1E half"})
    void aNameThatAFileCannotHoldIsRefusedBeforeAnythingIsWritten(String name) throws IOException {
        SequencedMap<String, Entry> entries = entries(Entry.supplied(DType.U8, new long[] {1}, () -> {
            throw new AssertionError("asked for data");
        }));
        entries.put(name, Entry.bytes(new byte[1]));
        String message = assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, entries, Map.of())).getMessage();
        assertTrue(message.contains("name of an entry is \"" + name + "\", expected"), message);
        assertUntouched();
    }

    @Test
    void metadataThatAFileCannotHoldAreRefusedBeforeAnythingIsWritten() throws IOException {
        SequencedMap<String, Entry> entries = entries(Entry.bytes(new byte[1]));
        for (Map<String, String> metadata : List.of(Map.of("key", "half \uD834"), Map.of("\uDD1E", ""))) {
            String message = assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, entries, metadata)).getMessage();
            assertTrue(message.contains("metadata of " + metadata.keySet().iterator().next()) && message.contains("whole characters"), message);
        }
        String large = "x".repeat(100_000_000);
        String message = assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, entries, Map.of("large", large))).getMessage();
        assertTrue(message.contains("header has 100000") && message.contains("expected at most 100000000"), message);
        assertUntouched();
    }

    @Test
    void whatIsAbsentIsNamedBeforeAnythingIsWritten() throws IOException {
        SequencedMap<String, Entry> good = entries(Entry.bytes(new byte[1]));
        absent("metadata", good, null);
        absent("entries", null, Map.of());
        absent("entry w", entries(null), Map.of());
        absent("name of an entry", new LinkedHashMap<>(Collections.singletonMap(null, Entry.bytes(new byte[1]))), Map.of());
        absent("metadata of key", good, new HashMap<>(Collections.singletonMap("key", null)));
        absent("key of metadata", good, new HashMap<>(Collections.singletonMap(null, "value")));
        assertUntouched();
    }

    private void absent(String what, SequencedMap<String, Entry> entries, Map<String, String> metadata) {
        assertEquals(what, assertThrows(NullPointerException.class, () -> Safetensors.write(file, entries, metadata)).getMessage());
    }

    private static SequencedMap<String, Entry> entries(Entry entry) {
        return new LinkedHashMap<>(Collections.singletonMap("w", entry));
    }
}
