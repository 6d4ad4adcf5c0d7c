/** Figures as SVG and reports as one HTML file, from plain numbers. Same input, same bytes. */
package org.unshatter.report;
