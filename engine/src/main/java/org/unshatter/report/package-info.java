/**
 * Draws and writes results: figures as SVG and one self-contained HTML report.
 *
 * <p>Plain values come in ({@link org.unshatter.report.Series}, panels, tables, maps) and text goes
 * out; nothing here reads or writes files, opens windows or runs experiments. The same input gives
 * the same bytes: no dates, no locale, no hash ordering.
 *
 * <p>Every type checks its input when it is made: {@link NullPointerException} for an absent value,
 * {@link IllegalArgumentException} naming the thing, the value found and what was expected.
 */
package org.unshatter.report;
