package org.unshatter.autodiff;

/**
 * Where elements are: a run of an array. Several tensors may share one: a variable and the value it was made of, a tensor and its reshaped self.
 * While a step is captured, what it computes has no array yet; the plan assigns one.
 */
final class Storage {

    final int length;
    float[] array;
    int offset;
    private boolean lent;

    /** Not yet anywhere. */
    Storage(int length) {
        this.length = length;
    }

    Storage(float[] array, int offset, int length) {
        this.length = length;
        place(array, offset);
    }

    /** Whether there are elements to be read. */
    boolean isPlaced() {
        return array != null && !lent;
    }

    boolean overlaps(Storage other) {
        return array != null && array == other.array && offset < other.offset + other.length && other.offset < offset + length;
    }

    /** A place that others take in turn: while a plan runs there are elements, but nobody outside can tell when. */
    void lend(float[] array, int offset) {
        place(array, offset);
        lent = true;
    }

    void place(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }
}
