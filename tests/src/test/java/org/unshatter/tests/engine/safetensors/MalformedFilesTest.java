package org.unshatter.tests.engine.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.safetensors.MalformedFileException;
import org.unshatter.safetensors.Safetensors;

/** A file need not be trusted: what is wrong with it is said, and costs no memory. */
class MalformedFilesTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    @TempDir
    Path folder;

    @Test
    void aShapeOfMillionsOfNumbersIsNotRepeated() throws IOException {
        byte[] header = ("{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,0],\"shape\":[1" + ",1".repeat(100_000) + "]}}").getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("shape");
        Files.write(file, ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).array());
        String message = assertThrows(MalformedFileException.class, () -> Safetensors.open(file)).getMessage();
        assertTrue(message.contains("4 bytes between them") && message.length() < 1000, () -> message.length() + " characters");
    }

    /** Of which the JDK says what is wrong, but not where. */
    @Test
    void aFolderIsNoFileAndIsNamed() {
        FileSystemException e = assertThrows(FileSystemException.class, () -> Safetensors.open(folder));
        assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
    }

    /** Each header has eight bytes of data behind it. In headers ' stands for a quotation mark and ~ for a space, in messages ` for a quotation mark. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', value = {
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}                     | header is not JSON (line 1, column 54: found the end of the text, expected ',' or '}'), expected an object",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}x                   | header is not JSON (line 1, column 55: found 'x', expected the end",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},}                   | header is not JSON (line 1, column 55: found '}'",
        " {'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | header is not JSON; found the key `w` again",
        " {'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'\\u0077':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | found the key `\\u0077` again",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'dtype':'F32'}}      | found the key `dtype` again",
        " {'w\\ud800':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}             | text of the header; unpaired halves",
        " [{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}]                  | first byte of the header is 0x5b, expected '{'",
        "~{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}                    | first byte of the header is 0x20, expected '{'",
        " {'w':[0,8]}                                                               | tensor w is [0, 8], expected an object",
        " {'w':null}                                                                | tensor w is null, expected an object",
        " {'w':{'shape':[2],'data_offsets':[0,8]}}                                  | dtype of tensor w is null, expected one of BOOL, U8",
        " {'w':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}}                    | dtype of tensor w is F33, expected one of BOOL, U8",
        " {'w':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}}                    | dtype of tensor w is f32",
        " {'w':{'dtype':32,'shape':[2],'data_offsets':[0,8]}}                       | dtype of tensor w is 32",
        " {'w':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}                | dtype of tensor w is F8_E4M3, expected one of BOOL, U8",
        " {'w':{'dtype':'F8_E5M2','shape':[8],'data_offsets':[0,8]}}                | dtype of tensor w is F8_E5M2, expected one of BOOL, U8",
        " {'w':{'dtype':'F32','data_offsets':[0,8]}}                                | shape of tensor w is null, expected a list of whole numbers",
        " {'w':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}                      | shape of tensor w is 2, expected a list",
        " {'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}                   | shape of tensor w is [-2], expected a list of whole numbers from 0",
        " {'w':{'dtype':'F32','shape':[-1],'data_offsets':[0,8]}}                   | shape of tensor w is [-1], expected a list of whole numbers from 0",
        " {'w':{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}}                | shape of tensor w is [-1, -2]",
        " {'w':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}                  | shape of tensor w is [2.5]",
        " {'w':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}                  | shape of tensor w is [2.0]",
        " {'w':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}                  | shape of tensor w is [2], expected a list of whole numbers",
        " {'w':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}}                  | shape of tensor w is [[2]]",
        " {'w':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | shape of tensor w is [1.0E20]; 2⁶³",
        " {'w':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}}  | shape of tensor w is [4611686018427387904, 4], expected fewer than 2⁶³ bytes of dtype F32",
        " {'w':{'dtype':'F64','shape':[2305843009213693953],'data_offsets':[0,8]}}  | shape of tensor w; fewer than 2⁶³ bytes of dtype F64",
        " {'w':{'dtype':'F32','shape':[2]}}                                         | data_offsets of tensor w is null, expected [begin, end]",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[8]}}                      | data_offsets of tensor w is [8], expected [begin, end]",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}                  | data_offsets of tensor w is [0, 8, 8]",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8.0]}}                  | data_offsets of tensor w is [0, 8.0]",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}                   | data_offsets of tensor w is [-8, 0]",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}                    | data_offsets of tensor w is [8, 0]; 0 ≤ begin ≤ end ≤ 8",
        " {'w':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}                   | data_offsets of tensor w is [0, 12]; ≤ 8, the length of the data",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[9223372036854775800,9223372036854775807]}} | data_offsets of tensor w is [9223372036854775800",
        " {'w':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}                    | data_offsets of tensor w is [0, 8], expected 4 bytes between them for dtype F32 and shape [1]",
        " {'w':{'dtype':'F32','shape':[2],'data_offsets':[0,7]}}                    | data_offsets of tensor w is [0, 7], expected 8 bytes between them",
        " {'w':{'dtype':'U8','shape':[],'data_offsets':[0,0]}}                      | data_offsets of tensor w is [0, 0], expected 1 bytes between them for dtype U8 and shape []",
        " {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | data_offsets of tensor b is [0, 4], expected begin 4",
        " {'a':{'dtype':'U8','shape':[5],'data_offsets':[3,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | data_offsets of tensor a is [3, 8], expected begin 4, where the tensors before it end",
        " {'a':{'dtype':'U8','shape':[3],'data_offsets':[5,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | data_offsets of tensor a is [5, 8], expected begin 4",
        " {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}                    | data_offsets of tensor a is [4, 8], expected begin 0",
        " {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'z':{'dtype':'F32','shape':[0],'data_offsets':[6,6]}} | data_offsets of tensor z is [6, 6], expected begin 4",
        " {'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}                    | length of the data is 8, expected 4, where the last tensor ends",
        " {}                                                                        | length of the data is 8, expected 0",
        " {'__metadata__':{'a':1},'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}    | __metadata__ of a is 1, expected a string",
        " {'__metadata__':{'a':null},'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | __metadata__ of a is null, expected a string",
        " {'__metadata__':{'a':{}},'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}   | __metadata__ of a is {}, expected a string",
        " {'__metadata__':{'a':'\\udc00'},'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | unpaired halves",
        " {'__metadata__':[],'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}  | __metadata__ is [], expected an object of strings",
        " {'__metadata__':'a','w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | __metadata__ is a, expected an object of strings"})
    void aMalformedHeaderIsRefused(String header, String words) throws IOException {
        String message = refused(RawFile.of(header.replace('~', ' '), "0102030405060708"));
        for (String word : words.replace('`', '"').split("; ")) {
            assertTrue(message.contains(word), () -> "expected \"" + word + "\" in: " + message);
        }
    }

    /** What the refusals above are measured against. */
    @Test
    void theHeaderThatTheyAllAreMutationsOfIsRead() throws IOException {
        byte[] bytes = RawFile.of("{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", "0102030405060708");
        assertEquals(1, Safetensors.read(RawFile.write(folder, bytes)).entries().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                        | length of the file is 0, expected at least 8 bytes",
        "02000000000000            | length of the file is 7, expected at least 8 bytes",
        "0000000000000000          | first byte of the header is missing, expected '{'",
        "0300000000000000 7b7d     | length of the header is 3, expected at most 2, where the file ends",
        "00e40b5402000000 7b7d     | length of the header is 10000000000, expected at most 2",
        "ffffffffffffff7f 7b7d     | length of the header is 9223372036854775807, expected at most 2",
        "ffffffffffffffff 7b7d     | length of the header is 18446744073709551615, expected at most 2",
        "0500000000000000 7b22ff227d | header is not JSON (byte 2: found 0xff, expected UTF-8), expected an object",
        "0200000000000000 7b7d 00  | length of the data is 1, expected 0, where the last tensor ends"})
    void aMalformedFrameIsRefused(String hex, String words) throws IOException {
        String message = refused(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertTrue(message.contains(words), message);
    }

    /** A header of 10 GB that the file does have, of zeros which no disk holds. */
    @Test
    void aHeaderOfTenGigabytesIsRefusedWithoutMemory() throws IOException {
        Path file = folder.resolve("huge");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.write(ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putLong(10_000_000_000L).put((byte) '{').array());
            huge.setLength(11_000_000_000L);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        String message = assertThrows(MalformedFileException.class, () -> Safetensors.open(file)).getMessage();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(message.contains("length of the header is 10000000000, expected at most 100000000"), message);
        assertTrue(allocated < 1_000_000, allocated + " bytes allocated");
    }

    @Test
    void aHugeValueIsNotShownAsAWhole() throws IOException {
        String name = "x".repeat(100_000);
        String message = refused(RawFile.of("{'" + name + "':" + Arrays.toString(new int[50_000]) + "}", ""));
        assertTrue(message.length() < 1000 && message.contains("tensor xxx") && message.contains("is [0, 0,"), message);
    }

    @Test
    void aHeaderTooDeepIsRefused() throws IOException {
        byte[] header = ("{\"a\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
        String message = refused(RawFile.of(header, new byte[0]));
        assertTrue(message.contains("header is not JSON") && message.contains("at most 64 inside each other"), message);
    }

    @Test
    void aFileThatIsNotThereIsMissingNotMalformed() {
        assertThrows(NoSuchFileException.class, () -> Safetensors.open(folder.resolve("none")));
    }

    private String refused(byte[] bytes) throws IOException {
        Path file = RawFile.write(folder, bytes);
        String message = assertThrows(MalformedFileException.class, () -> Safetensors.open(file)).getMessage();
        assertTrue(message.startsWith(file + ": "), () -> "expected the file's name in: " + message);
        assertEquals(message, assertThrows(MalformedFileException.class, () -> Safetensors.read(file)).getMessage());
        return message;
    }
}
