package org.unshatter.tests.kernels;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.unshatter.kernels.Kernels;

/** What the tests need to know about the machine and about the kernels in use. */
final class Machine {

    static final String FORCED = "unshatter.vectorBits";

    private Machine() {
    }

    /**
     * Width of this JVM's preferred float vectors in bits, 0 without the vector module. Asked of the JDK, not of the kernels, because
     * they refuse to start when forced to a wider one; by reflection, because the module need not be there to compile or run the tests.
     */
    static int hardwareBits() {
        try {
            Object species = Class.forName("jdk.incubator.vector.FloatVector").getField("SPECIES_PREFERRED").get(null);
            return (int) Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("vectorBitSize").invoke(species);
        } catch (ReflectiveOperationException e) {
            return 0;
        }
    }

    /** Floats per vector of the kernels in use, 1 for the scalar ones. */
    static int lanes() {
        return Math.max(1, Kernels.info().vectorBits() / Float.SIZE);
    }

    /** MR: rows of the tile of the matrix product. */
    static int tileRows() {
        return tile(0);
    }

    /** NR: columns of the tile of the matrix product. */
    static int tileColumns() {
        return tile(1);
    }

    private static int tile(int side) {
        return Integer.parseInt(Kernels.info().microKernel().split("x")[side]);
    }

    static boolean hasFlag(String name) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(name) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
