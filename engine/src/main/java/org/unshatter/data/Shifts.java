package org.unshatter.data;

import java.util.random.RandomGenerator;

/**
 * Moves up to so many pixels in both directions, all equally likely.
 *
 * @param flips whether half of the images are mirrored
 */
record Shifts(int pixels, boolean flips) implements Augmentation {

    /** Beyond any image: all that is farther looks the same. */
    private static final int MOST = 1 << 20;

    Shifts {
        if (pixels < 0 || pixels > MOST) {
            throw new IllegalArgumentException("shift is " + pixels + " pixels, expected 0 to " + MOST);
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
