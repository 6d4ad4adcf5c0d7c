/**
 * Layers as values. A {@link org.unshatter.nn.Layer} is a function of tensors whose parameters have names and can be replaced; any record of a program's own can be
 * one. {@link org.unshatter.nn.Network} is a layer with what is known of how it was built.
 */
package org.unshatter.nn;
