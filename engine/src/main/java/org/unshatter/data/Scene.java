package org.unshatter.data;

import java.util.random.RandomGenerator;

/** One built-in image while it is painted: a clouded ground, clutter, the motif, a scrap that may hide a part of it, light from one side, and noise. */
final class Scene {

    private static final int SIZE = BuiltInImages.SIZE;
    private static final int PLANE = SIZE * SIZE;
    /** Values of brightness at least between the motif and the ground. */
    private static final double CONTRAST = 40;
    /** Pixels that motifs are off the centre at most, in either direction. */
    private static final double SHIFT = 4;
    /** Motifs lean to either side by up to so much, in radians. With any place and direction instead, a linear net only guessed: 11 %. */
    private static final double TILT = 0.5;
    /** Of a motif: the star's tips are at 0.36/cos 72° = 1.17, the corners of the square at 1.10; stretched by at most 1.18. */
    private static final double LARGEST_RADIUS = 1.5;

    private final RandomGenerator random;
    /** [3, SIZE, SIZE], from 0 to 255 once it is finished. */
    private final double[] colours = new double[3 * PLANE];
    private final double[] clouds = new double[PLANE];

    Scene(RandomGenerator random) {
        this.random = random;
    }

    /** Paints the image of a motif and writes it, channel by channel. */
    void paint(Motif motif, byte[] into, int offset) {
        double ground = between(60, 190);
        fill(ground);
        for (int i = random.nextInt(2, 5); i > 0; i--) {
            scrap(ground + between(-60, 60), between(1.5, 4));
        }
        motif(motif, ground);
        if (random.nextInt(2) == 0) {
            scrap(ground + between(-60, 60), between(1.5, 3));
        }
        finish(into, offset);
    }

    private void fill(double brightness) {
        Clouds.draw(random, clouds);
        double[] colour = colour(brightness, 35);
        double[] change = colour(between(12, 35), 12);
        for (int c = 0; c < 3; c++) {
            for (int p = 0; p < PLANE; p++) {
                colours[c * PLANE + p] = colour[c] + change[c] * clouds[p];
            }
        }
    }

    /** The motif is brighter than the ground seven times out of eight, as far as both have room. */
    private void motif(Motif motif, double ground) {
        double difference = between(CONTRAST, 100) * (random.nextInt(8) > 0 ? 1 : -1);
        if (ground + difference < 5 || ground + difference > 250) {
            difference = -difference;
        }
        double size = motif.textured() ? between(9, 14) : between(6.5, 12);
        double period = between(4.5, 7) * (motif == Motif.STRIPES ? 1 : 1.4) / size;
        Clouds.draw(random, clouds);
        double centreX = SIZE / 2.0 + between(-SHIFT, SHIFT);
        double centreY = SIZE / 2.0 + between(-SHIFT, SHIFT);
        double[] colour = colour(ground + difference, 45);
        double angle = between(-TILT, TILT);
        double stretch = between(0.85, 1.18);
        double cos = StrictMath.cos(angle) / size;
        double sin = StrictMath.sin(angle) / size;
        double reach = size * LARGEST_RADIUS + 1;
        for (int y = from(centreY, reach); y < to(centreY, reach); y++) {
            for (int x = from(centreX, reach); x < to(centreX, reach); x++) {
                double u = ((x - centreX) * cos + (y - centreY) * sin) * stretch;
                double v = ((y - centreY) * cos - (x - centreX) * sin) / stretch;
                blend(y * SIZE + x, -motif.distance(u, v, period) * size, 10 * clouds[y * SIZE + x], colour);
            }
        }
    }

    /** A bar, or a disc if it happens to be short. */
    private void scrap(double brightness, double size) {
        double angle = between(0, Math.PI);
        double length = between(0, 5);
        double alongX = StrictMath.cos(angle);
        double alongY = StrictMath.sin(angle);
        double centreX = between(0, SIZE);
        double centreY = between(0, SIZE);
        double[] colour = colour(brightness, 45);
        double reach = length + size / 2 + 1;
        for (int y = from(centreY, reach); y < to(centreY, reach); y++) {
            for (int x = from(centreX, reach); x < to(centreX, reach); x++) {
                double along = (x - centreX) * alongX + (y - centreY) * alongY;
                double across = (y - centreY) * alongX - (x - centreX) * alongY;
                double beyond = Math.max(0, Math.abs(along) - length);
                blend(y * SIZE + x, size / 2 - Math.sqrt(beyond * beyond + across * across), 0, colour);
            }
        }
    }

    /** Covers a pixel by as much as lies within the outline. @param inside pixels from the outline, negative outside it */
    private void blend(int pixel, double inside, double change, double... colour) {
        double share = Math.clamp(inside + 0.5, 0, 1);
        if (share > 0) {
            for (int c = 0; c < 3; c++) {
                double under = colours[c * PLANE + pixel];
                colours[c * PLANE + pixel] = under + share * (colour[c] + change - under);
            }
        }
    }

    /** Light that grows to one side, and noise of the sum of two uniform bytes for each value. */
    private void finish(byte[] into, int offset) {
        double lightX = between(-0.012, 0.012);
        double lightY = between(-0.012, 0.012);
        double noise = between(0.02, 0.1);
        for (int p = 0; p < PLANE; p++) {
            double light = 1 + lightX * (p % SIZE - SIZE / 2.0) + lightY * (p / SIZE - SIZE / 2.0);
            long bits = random.nextLong();
            for (int c = 0; c < 3; c++) {
                double value = colours[c * PLANE + p] * light + noise * ((int) (bits & 0xff) + (int) (bits >>> 8 & 0xff) - 255);
                into[offset + c * PLANE + p] = (byte) Math.clamp((int) (value + 0.5), 0, 255);
                bits >>>= 16;
            }
        }
    }

    /** A colour of a mean brightness, each channel up to so far from it. */
    private double[] colour(double brightness, double spread) {
        double red = between(-spread, spread);
        double blue = between(-spread, spread);
        double shift = (red + blue) / 3;
        return new double[] {brightness + red - shift, brightness - shift, brightness + blue - shift};
    }

    private static int from(double centre, double reach) {
        return Math.max(0, (int) (centre - reach));
    }

    private static int to(double centre, double reach) {
        return Math.min(SIZE, (int) (centre + reach) + 2);
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }
}
