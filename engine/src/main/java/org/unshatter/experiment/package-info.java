/**
 * Trainings as values, carried out in folders: what {@code ./unshatter train} and {@code ./unshatter sweep} do, for programs. {@link org.unshatter.train.Trainer} is
 * the loop alone. docs/TRAINING.md lists files and recipes.
 */
package org.unshatter.experiment;
