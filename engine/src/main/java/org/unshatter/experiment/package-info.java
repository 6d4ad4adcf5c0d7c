/**
 * Trainings from images to a result that can be compared with others: one {@link org.unshatter.experiment.Experiment}, or many in a
 * {@link org.unshatter.experiment.Sweep}.
 */
package org.unshatter.experiment;
