/**
 * Training of classifiers: {@link org.unshatter.train.Trainer} runs a {@link org.unshatter.train.Recipe}, writes checkpoints and a log, and goes on where it
 * was interrupted, to the bit; {@link org.unshatter.train.Evaluation} scores a net, with
 * {@link org.unshatter.train.PopulationStatistics} where it normalises over batches.
 */
package org.unshatter.train;
