/**
 * What gradients have in common: plain numbers about any function of tensors. {@link org.unshatter.diagnostics.Shattering#examine} answers the paper's question in one
 * call; the other classes are its parts, and measures beside it: norms, path lengths, Jacobians, linearity, activation patterns. docs/DIAGNOSTICS.md says how to read them.
 */
package org.unshatter.diagnostics;
