package org.unshatter.data;

/**
 * What the built-in images show, a class for each. Given by a distance from the outline, negative inside, in coordinates where the motif fills
 * about the unit disc, u to the right and v down; exact near the outline where it matters for smooth edges, and only of the right sign elsewhere.
 */
enum Motif {

    DISC {
        @Override
        double distance(double u, double v, double period) {
            return radius(u, v) - 0.9;
        }
    },
    RING {
        @Override
        double distance(double u, double v, double period) {
            return Math.abs(radius(u, v) - 0.75) - 0.22;
        }
    },
    SQUARE {
        @Override
        double distance(double u, double v, double period) {
            return Math.max(Math.abs(u), Math.abs(v)) - 0.78;
        }
    },
    TRIANGLE {
        @Override
        double distance(double u, double v, double period) {
            return Math.max(v, Math.abs(u) * ROOT_3 / 2 - v / 2) - 0.58;
        }
    },
    CROSS {
        @Override
        double distance(double u, double v, double period) {
            double x = Math.abs(u);
            double y = Math.abs(v);
            return Math.max(Math.max(x, y) - 1, Math.min(x, y) - 0.28);
        }
    },
    /** A pentagram: the points outside at most one of a pentagon's five sides. */
    STAR {
        @Override
        double distance(double u, double v, double period) {
            double largest = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            for (int side = 0; side < 5; side++) {
                double outside = PENTAGON[2 * side] * u + PENTAGON[2 * side + 1] * v;
                second = Math.max(second, Math.min(largest, outside));
                largest = Math.max(largest, outside);
            }
            return second - 0.36;
        }
    },
    CRESCENT {
        @Override
        double distance(double u, double v, double period) {
            return Math.max(radius(u, v) - 0.95, 0.72 - radius(u, v + 0.5));
        }
    },
    STRIPES {
        @Override
        double distance(double u, double v, double period) {
            return Math.max(patch(u, v), wave(u, period) * period / 4);
        }
    },
    CHECKS {
        @Override
        double distance(double u, double v, double period) {
            return Math.max(patch(u, v), wave(u, period) * wave(v, period) * period / 4);
        }
    },
    DOTS {
        @Override
        double distance(double u, double v, double period) {
            double x = u / period;
            double y = v / period;
            return Math.max(patch(u, v), (radius(x - Math.rint(x), y - Math.rint(y)) - 0.32) * period);
        }
    };

    private static final double ROOT_3 = Math.sqrt(3);
    private static final double[] PENTAGON = new double[10];

    static {
        for (int side = 0; side < 5; side++) {
            PENTAGON[2 * side] = StrictMath.sin(2 * Math.PI * side / 5);
            PENTAGON[2 * side + 1] = -StrictMath.cos(2 * Math.PI * side / 5);
        }
    }

    /** @param period of what repeats */
    abstract double distance(double u, double v, double period);

    /** Whether something in it repeats. */
    boolean textured() {
        return compareTo(STRIPES) >= 0;
    }

    private static double radius(double u, double v) {
        return Math.sqrt(u * u + v * v);
    }

    /** The outline of textures, between a disc and a square. */
    private static double patch(double u, double v) {
        return Math.sqrt(Math.sqrt(u * u * u * u + v * v * v * v)) - 0.95;
    }

    /** A triangle wave from −1 to 1. */
    private static double wave(double u, double period) {
        double x = u / period;
        return 4 * Math.abs(x - Math.rint(x)) - 1;
    }
}
