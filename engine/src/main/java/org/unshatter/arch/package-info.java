/**
 * Builders of networks: {@link org.unshatter.arch.DenseNet} and {@link org.unshatter.arch.ConvNet}, plain, residual or highway. Each has a text that
 * {@link org.unshatter.arch.Architecture#parse} reads again, with which {@link org.unshatter.arch.NetworkFile} saves a network. docs/NETWORKS.md lists all settings.
 */
package org.unshatter.arch;
