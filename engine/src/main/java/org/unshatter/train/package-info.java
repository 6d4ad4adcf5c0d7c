/**
 * The training loop: {@link org.unshatter.train.Trainer} trains a network on batches by a {@link org.unshatter.train.Recipe}, writes checkpoints, and goes on to the bit
 * after any interruption. {@link org.unshatter.train.Evaluation} scores any layer.
 */
package org.unshatter.train;
