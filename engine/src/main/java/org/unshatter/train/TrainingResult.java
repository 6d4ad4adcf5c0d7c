package org.unshatter.train;

import java.util.List;
import org.unshatter.nn.Layer;
import org.unshatter.nn.Network;

/**
 * A training that has ended.
 *
 * @param network   as it is after the last epoch
 * @param evaluated the same with fixed statistics where it normalises over batches
 * @param history   epoch by epoch
 * @param best      the epoch of the largest validation accuracy, of equal ones the first
 * @param stopped   whether it stopped early for lack of progress
 */
public record TrainingResult(Network network, Layer evaluated, List<EpochMetrics> history, int best, boolean stopped) {
}
