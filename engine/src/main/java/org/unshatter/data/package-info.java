/**
 * Labelled images: a set of them in memory, readers of CIFAR-10 and MNIST, a set that is drawn by the program itself,
 * and the way from a set to the batches of a training step.
 *
 * {@snippet :
 * Dataset all = Cifar10.train(folder);
 * Dataset train = all.range(0, 40_000);
 * Standardisation standardisation = Standardisation.of(train);
 * Batches batches = Batches.of(train, standardisation, 128).shuffled(seed).augmented(Augmentation.shiftsAndFlips(4));
 * try (BatchStream stream = batches.stream(0, 0, 100)) {
 *     while (stream.hasNext()) {
 *         Batch batch = stream.next();
 *         step(batch.images(), batch.labels());
 *     }
 * }
 * }
 *
 * <p>Whatever is random here is drawn by what it is for, such as epoch 3 and sample 17, so it does not depend on threads or on the order of access.
 */
package org.unshatter.data;
