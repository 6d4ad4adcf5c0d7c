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
        return new Shifts(pixels, true);
    }

    /** The same without mirror images, for digits and the like. */
    static Augmentation shifts(int pixels) {
        return new Shifts(pixels, false);
    }

    /** Images as they are. */
    static Augmentation none() {
        return shifts(0);
    }

    /**
     * Reads "none", "shifts:4" or "shifts-flips:4", the number in pixels; {@code toString} of these writes it.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Augmentation parse(String text) {
        String[] parts = text.split(":", 2);
        try {
            switch (parts[0]) {
                case "none" -> {
                    if (parts.length == 1) {
                        return none();
                    }
                }
                case "shifts", "shifts-flips" -> {
                    if (parts.length == 2) {
                        return new Shifts(Integer.parseInt(parts[1]), parts[0].equals("shifts-flips"));
                    }
                }
                default -> { }
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("augmentation is \"" + text + "\", expected none, shifts:pixels or shifts-flips:pixels");
    }
}
