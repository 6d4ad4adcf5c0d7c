package org.unshatter.tests.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unshatter.autodiff.Memory;
import org.unshatter.autodiff.OutOfMemoryException;
import org.unshatter.autodiff.Tensor;

/** What cannot fit is refused at once, with the figures. What a small heap refuses is in CaptureMemoryTest and SmallHeapTest. */
class MemoryTest {

    private static final Pattern XMX = Pattern.compile("-Xmx(\\d+)([mg])");

    @ParameterizedTest
    @CsvSource({"0, 0.0 MB", "49999, 0.0 MB", "50000, 0.1 MB", "33600000, 33.6 MB", "999999999, 1000.0 MB", "1000000000, 1.00 GB", "7921000000, 7.92 GB"})
    void bytesAreToldInMillionsOrBillions(long bytes, String text) {
        assertEquals(text, Memory.text(bytes));
    }

    @Test
    void whatFitsIsMadeAndNotDescribed() {
        float[] array = Memory.floats(1000, () -> {
            throw new AssertionError("described");
        });
        assertEquals(1000, array.length);
        Memory.require(1000, "little");
    }

    /** The test JVM's heap is smaller than two of the longest arrays. */
    @Test
    void whatIsMoreThanTheHeapIsRefusedWithBothFigures() {
        long bytes = 2 * Memory.most();
        OutOfMemoryException refused = refused(() -> Memory.require(bytes, "the lot"));
        assertEquals(bytes, refused.needed());
        assertTrue(refused.available() > 0 && refused.available() < Memory.most(), refused::getMessage);
        String message = refused.getMessage();
        assertTrue(message.startsWith("the lot needs " + Memory.text(bytes) + ", expected at most the " + Memory.text(refused.available()) + " that are left of the "
                + Memory.text(Memory.most()) + " that the JVM may use: give it more, for example -Xmx"), message);
        Matcher xmx = XMX.matcher(message);
        assertTrue(xmx.find(), message);
        double proposed = Double.parseDouble(xmx.group(1)) * (xmx.group(2).equals("g") ? 1 << 30 : 1 << 20);
        double inUse = Memory.most() - refused.available();
        assertTrue(proposed > bytes + inUse && proposed < 1.5 * (bytes + inUse) + (1 << 30), message);
    }

    @Test
    void whatIsLongerThanAnArrayIsRefusedForThatReason() {
        for (long length : new long[] {Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE}) {
            String message = refused(() -> Memory.floats(length, () -> "it")).getMessage();
            assertTrue(message.startsWith("it needs ") && message.endsWith(", expected at most 8.59 GB, the longest array"), message);
            assertFalse(message.contains("-Xmx"), "more heap would not help: " + message);
        }
    }

    /** Three factors below 2³¹ overflow a long. */
    @Test
    void shapesOfAnySizeAreRefusedWithoutOverflow() {
        int most = Integer.MAX_VALUE;
        for (int[] shape : new int[][] {{most, most, most}, {1 << 16, 1 << 16, 1 << 16, 1 << 16}, {most, 2}}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(shape)).getMessage();
            assertTrue(message.contains("expected fewer than 2³¹ elements"), message);
            assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[4], shape));
        }
        assertEquals(0, Tensor.zeros(most, most, most, 0).size());
    }

    private static OutOfMemoryException refused(Executable request) {
        return assertThrows(OutOfMemoryException.class, request);
    }
}
