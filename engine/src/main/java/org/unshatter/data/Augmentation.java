package org.unshatter.data;

import java.util.random.RandomGenerator;

/** A distribution of placements, from which each image gets another one in each epoch. */
@FunctionalInterface
public interface Augmentation {

    /** Draws one placement. Called by the thread that makes the batches. */
    Placement draw(RandomGenerator random);

    /**
     * Moves up to so many pixels in both directions, all equally likely, and a mirror image half of the time. Balduzzi et al. 2017, section 5, with 4 pixels.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    static Augmentation shiftsAndFlips(int pixels) {
        Augmentation shifts = shifts(pixels);
        return random -> {
            Placement shift = shifts.draw(random);
            return new Placement(shift.down(), shift.right(), random.nextBoolean());
        };
    }

    /** The same without mirror images, for digits and the like. */
    static Augmentation shifts(int pixels) {
        if (pixels < 0) {
            throw new IllegalArgumentException("shift is " + pixels + " pixels, expected at least 0");
        }
        return random -> new Placement(random.nextInt(-pixels, pixels + 1), random.nextInt(-pixels, pixels + 1), false);
    }
}
