package org.unshatter.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Random fields with a spectrum like that of natural images, whose power falls with the square of the frequency (Field 1987): so in two dimensions
 * every octave has the same share of it. Here an octave is a grid of independent values, with straight lines between them; the finer ones have less,
 * as the pixels' own noise is added to them.
 */
final class Clouds {

    private static final int SIZE = BuiltInImages.SIZE;
    private static final int OCTAVES = 4;
    private static final double FALL = 0.75;

    private Clouds() {
    }

    /** Fills [SIZE, SIZE] with values of mean 0 and a variance of about 0.8. */
    static void draw(RandomGenerator random, double... field) {
        Arrays.fill(field, 0);
        double amplitude = 1.6;
        double[] grid = new double[(2 << OCTAVES) * (2 << OCTAVES)];
        for (int octave = 0; octave < OCTAVES; octave++) {
            int cells = 2 << octave;
            int points = cells + 2;
            for (int i = 0; i < points * points; i++) {
                grid[i] = amplitude * (2 * random.nextDouble() - 1);
            }
            add(grid, points, (double) cells / SIZE, random.nextDouble(), random.nextDouble(), field);
            amplitude *= FALL;
        }
    }

    /** Adds a grid, read at steps of less than a cell from a random place of its first one. */
    private static void add(double[] grid, int points, double step, double startX, double startY, double... field) {
        for (int y = 0; y < SIZE; y++) {
            double gridY = startY + y * step;
            int row = (int) gridY;
            double down = gridY - row;
            for (int x = 0; x < SIZE; x++) {
                double gridX = startX + x * step;
                int column = (int) gridX;
                double right = gridX - column;
                int at = row * points + column;
                double above = grid[at] + right * (grid[at + 1] - grid[at]);
                double below = grid[at + points] + right * (grid[at + points + 1] - grid[at + points]);
                field[y * SIZE + x] += above + down * (below - above);
            }
        }
    }
}
