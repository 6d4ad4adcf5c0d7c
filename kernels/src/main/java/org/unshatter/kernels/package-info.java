/**
 * Arrays in, arrays out: matrix products, convolutions, pooling, normalisation, elementwise passes, reductions and optimiser steps on {@code float[]}, by the widest
 * vectors of the machine, or in scalar code where the Vector API is missing.
 *
 * <p>What all methods have in common: matrices are row-major, with a leading dimension where rows may lie further apart; images have the
 * layout of {@link org.unshatter.kernels.Images}. Results have the same bits on any number of threads ({@link org.unshatter.kernels.Workers}), run to run, at a
 * given vector width ({@link org.unshatter.kernels.Kernels#info}). After the first calls nothing is allocated. docs/KERNELS.md is the contract.
 */
package org.unshatter.kernels;
