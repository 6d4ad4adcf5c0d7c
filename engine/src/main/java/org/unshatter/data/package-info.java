/**
 * Images and their labels: CIFAR-10 and MNIST from files, generated ones from nothing, standardised, augmented and divided into batches. Everything random depends on
 * a seed, the epoch and the sample alone, so that a training that is interrupted goes on to the bit.
 */
package org.unshatter.data;
