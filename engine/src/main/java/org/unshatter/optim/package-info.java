/**
 * Training's mechanics: optimisers, clipping of gradients, groups of parameters, and schedules of the learning rate. Rules and their constants are values with
 * a text form; what a training remembers from step to step is in states, which can be saved and restored to the bit.
 *
 * {@snippet :
 * Parameters parameters = Parameters.of(List.copyOf(network.parameters().values()));
 * OptimizerState optimizer = Optimizer.parse("adamw:decay=0.05").on(parameters, ParameterGroups.of(network).decayWeightsOnly());
 * ScheduleState schedule = Schedule.parse("warmup:epochs=2+cosine").start(stepsPerEpoch, total);
 * Clipping clipping = Clipping.parse("norm:1");
 * for (long step = 0; step < total; step++) {
 *     gradients(parameters);
 *     clipping.apply(parameters);
 *     optimizer.step(0.001 * schedule.factor(step));
 * }
 * }
 */
package org.unshatter.optim;
