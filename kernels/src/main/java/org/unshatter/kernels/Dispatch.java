package org.unshatter.kernels;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.unshatter.kernels.scalar.KernelSet;
import org.unshatter.kernels.simd.SimdKernels;

/**
 * Chooses the kernels once per JVM: a straight chain of guards, each with one reason.
 * Nothing here touches the Vector API before its module is known to be present.
 */
final class Dispatch {

    private static final String PROPERTY = "unshatter.vectorBits";
    private static final String QUIET = "unshatter.quiet";
    private static final int WIDEST = -1;

    /** Why the scalar kernels were taken; null if they were not. */
    static final String SCALAR_REASON;

    static final KernelSet KERNELS;

    static {
        int requested = requestedBits();
        boolean quiet = quiet();
        SCALAR_REASON = requested == 0 ? "asked for by -D" + PROPERTY + "=scalar" : obstacle();
        if (SCALAR_REASON == null) {
            KERNELS = SimdKernels.create(available(requested));
        } else {
            KERNELS = KernelSet.scalar();
            if (requested != 0 && !quiet) {
                System.err.println("unshatter: using the scalar kernels, which are many times slower: " + SCALAR_REASON);
            }
        }
    }

    private Dispatch() {
    }

    private static String obstacle() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "the Vector API is not loaded; start java with --add-modules jdk.incubator.vector";
        }
        String vm = System.getProperty("java.vm.info", "");
        if (vm.contains("interpreted mode") || vm.contains("emulated-client") || !flag("TieredStopAtLevel", "4").equals("4")) {
            return "the Vector API needs the C2 compiler; start java without -Xint, -client or -XX:TieredStopAtLevel";
        }
        if (!flag("UseFMA", "true").equals("true")) {
            return "this processor or JVM has no fused multiply-add; if the processor has it, start java without -XX:-UseFMA and -XX:UseAVX";
        }
        if (SimdKernels.preferredBits() < 128) {
            return "this JVM offers no vectors of 128 bits or more; start java without -XX:MaxVectorSize";
        }
        return null;
    }

    /** The width that the property asks for: 0 for scalar, {@link #WIDEST} if it is not set. */
    private static int requestedBits() {
        String requested = System.getProperty(PROPERTY);
        return switch (requested) {
            case null -> WIDEST;
            case "scalar" -> 0;
            case "128" -> 128;
            case "256" -> 256;
            case "512" -> 512;
            default -> throw new IllegalArgumentException(
                    PROPERTY + " is \"" + requested + "\", expected 512, 256, 128 or scalar");
        };
    }

    private static boolean quiet() {
        String value = System.getProperty(QUIET);
        return switch (value) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default -> throw new IllegalArgumentException(QUIET + " is \"" + value + "\", expected true or false");
        };
    }

    private static int available(int requested) {
        int widest = Math.min(512, SimdKernels.preferredBits());
        if (requested == WIDEST) {
            return widest;
        }
        if (requested > widest) {
            throw new IllegalArgumentException(PROPERTY + " is " + requested + ", expected at most " + widest
                    + ", the widest vectors of this machine and JVM");
        }
        return requested;
    }

    /** A flag of the HotSpot JVM, or the given value on a JVM that does not know it. */
    private static String flag(String name, String otherwise) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(name).getValue();
        } catch (IllegalArgumentException | NullPointerException e) {
            return otherwise;
        }
    }
}
