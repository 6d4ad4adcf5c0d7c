/**
 * Optimisers, schedules of the learning rate and clipping: values, read from texts such as "adam" or "warmup:epochs=1+cosine". What a training remembers between steps is in
 * {@link org.unshatter.optim.OptimizerState} and {@link org.unshatter.optim.ScheduleState}, which can be saved.
 */
package org.unshatter.optim;
