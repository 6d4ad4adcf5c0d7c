package org.unshatter.bench;

import java.util.List;

/** Says on stderr how long it will take and how far it is. */
final class Progress {
    private final int total;
    private int begun;

    /**
     * @param total   runs to come
     * @param seconds about how long they will take
     */
    Progress(int total, double seconds) {
        this.total = total;
        System.err.println(total + (total == 1 ? " run" : " runs") + ", about " + (seconds < 90
                ? Math.round(seconds) + " seconds" : Math.round(seconds / 60) + " minutes") + ", after measuring the FMA peak.");
    }

    /** About how long these cases take. */
    static double seconds(List<Case> cases, Effort effort) {
        return cases.stream().mapToDouble(c -> effort.seconds(c.hasRival())).sum();
    }

    void begin(String what) {
        System.err.println(++begun + " of " + total + ": " + what);
    }
}
