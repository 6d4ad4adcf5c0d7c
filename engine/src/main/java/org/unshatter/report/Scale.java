package org.unshatter.report;

/** How values are placed along an axis of a {@link LinePanel}. */
public enum Scale {
    /** Equal steps are equally long; ticks at multiples of 1, 2 or 5 times a power of ten. */
    LINEAR,
    /** Equal ratios are equally long; every value must be above 0. */
    LOG,
    /** Linear, for positions counted from 1 to n: ticks at 1 and at quarters of n, as on a {@link HeatPanel}. */
    INDEX
}
