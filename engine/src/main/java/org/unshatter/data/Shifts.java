package org.unshatter.data;

import java.util.random.RandomGenerator;

/**
 * Moves up to so many pixels in both directions, all equally likely.
 *
 * @param flips whether half of the images are mirrored
 */
record Shifts(int pixels, boolean flips) implements Augmentation {

    Shifts {
        if (pixels < 0) {
            throw new IllegalArgumentException("shift is " + pixels + " pixels, expected at least 0");
        }
    }

    @Override
    public Placement draw(RandomGenerator random) {
        int down = random.nextInt(-pixels, pixels + 1);
        int right = random.nextInt(-pixels, pixels + 1);
        return new Placement(down, right, flips && random.nextBoolean());
    }

    @Override
    public String toString() {
        return flips ? "shifts-flips:" + pixels : pixels > 0 ? "shifts:" + pixels : "none";
    }
}
