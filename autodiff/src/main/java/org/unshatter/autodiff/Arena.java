package org.unshatter.autodiff;

import java.util.Map;
import java.util.TreeMap;

/** Hands out runs of one large array before it exists, and takes them back: the smallest gap that fits, else at the end. */
final class Arena {

    /** Runs begin at the same place in a cache line: all lanes of a vector, of any width, lie in one. */
    private static final int ALIGNMENT = 16;

    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private long end;
    private long peak;

    /** Returns where the run begins. */
    long take(int length) {
        long wanted = rounded(length);
        long best = -1;
        long bestLength = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
            if (gap.getValue() >= wanted && gap.getValue() < bestLength) {
                best = gap.getKey();
                bestLength = gap.getValue();
            }
        }
        if (best >= 0) {
            gaps.remove(best);
            if (bestLength > wanted) {
                gaps.put(best + wanted, bestLength - wanted);
            }
            return best;
        }
        Map.Entry<Long, Long> last = gaps.lastEntry();
        long from = end;
        if (last != null && last.getKey() + last.getValue() == end) { // a gap at the end only needs to grow
            from = last.getKey();
            gaps.remove(from);
        }
        end = from + wanted;
        peak = Math.max(peak, end);
        return from;
    }

    void giveBack(long from, int length) {
        long size = rounded(length);
        Map.Entry<Long, Long> before = gaps.floorEntry(from);
        if (before != null && before.getKey() + before.getValue() == from) {
            gaps.remove(before.getKey());
            from = before.getKey();
            size += before.getValue();
        }
        Long after = gaps.remove(from + size);
        gaps.put(from, size + (after == null ? 0 : after));
    }

    /** Floats that are needed in all. */
    long peak() {
        return peak;
    }

    private static long rounded(int length) {
        return Math.ceilDiv((long) length, ALIGNMENT) * ALIGNMENT;
    }
}
