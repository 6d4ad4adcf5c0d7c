/**
 * Tensors of floats, their operations, and derivatives of whatever is made of them.
 *
 * <p>{@link org.unshatter.autodiff.Derivatives} takes one derivative in one call; a {@link org.unshatter.autodiff.Tape} records an evaluation for several;
 * {@link org.unshatter.autodiff.Captured} records a step once and replays it without allocating; {@link org.unshatter.autodiff.GradientCheck} compares derivatives
 * with differences. How it works is told in docs/AUTODIFF.md.
 */
package org.unshatter.autodiff;
