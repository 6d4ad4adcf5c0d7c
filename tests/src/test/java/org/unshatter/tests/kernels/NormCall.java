package org.unshatter.tests.kernels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.unshatter.kernels.BatchNorm;
import org.unshatter.kernels.ColumnNorm;
import org.unshatter.kernels.Epilogue.Activation;
import org.unshatter.kernels.Images;
import org.unshatter.kernels.LayerNorm;
import org.unshatter.kernels.Normalisation;
import org.unshatter.kernels.RowNorm;

/** Every method that normalises, called with arguments by name, so that a test can make any of them wrong. */
enum NormCall {

    BATCH_FORWARD("x gamma? beta? mean variance y") {
        @Override
        void with(Arguments a) {
            BatchNorm.forward(a.norm, a.array("x"), a.at("x"), a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"),
                    a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"), a.array("y"), a.at("y"));
        }
    },
    BATCH_EVALUATE("x gamma? beta? mean variance y") {
        @Override
        void with(Arguments a) {
            BatchNorm.evaluate(a.norm, a.array("x"), a.at("x"), a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"),
                    a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"), a.array("y"), a.at("y"));
        }
    },
    BATCH_GRADIENT("x gamma? beta? mean variance dy dx dgamma? dbeta?") {
        @Override
        void with(Arguments a) {
            BatchNorm.gradient(a.norm, a.array("x"), a.at("x"), a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"),
                    a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"), a.array("dy"), a.at("dy"), true, false,
                    a.array("dx"), a.at("dx"), a.array("dgamma"), a.at("dgamma"), a.array("dbeta"), a.at("dbeta"));
        }
    },
    BATCH_UPDATE_RUNNING("mean variance runningMean runningVariance") {
        @Override
        void with(Arguments a) {
            BatchNorm.updateRunning(a.norm, a.momentum, a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"),
                    a.array("runningMean"), a.at("runningMean"), a.array("runningVariance"), a.at("runningVariance"));
        }
    },
    LAYER_FORWARD("x gamma? beta? mean variance y") {
        @Override
        void with(Arguments a) {
            LayerNorm.forward(a.norm, a.array("x"), a.at("x"), a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"),
                    a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"), a.array("y"), a.at("y"));
        }
    },
    LAYER_GRADIENT("x gamma? beta? mean variance dy dx dgamma? dbeta?") {
        @Override
        void with(Arguments a) {
            LayerNorm.gradient(a.norm, a.array("x"), a.at("x"), a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"),
                    a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"), a.array("dy"), a.at("dy"), false,
                    a.array("dx"), a.at("dx"), a.array("dgamma"), a.at("dgamma"), a.array("dbeta"), a.at("dbeta"));
        }
    },
    ROW_FORWARD("x gamma? beta? mean variance y") {
        @Override
        void with(Arguments a) {
            RowNorm.forward(a.rows, a.columns, a.epsilon, a.array("x"), a.at("x"), a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"),
                    a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"), a.array("y"), a.at("y"));
        }
    },
    ROW_GRADIENT("x gamma? mean variance dy dx dgamma? dbeta?") {
        @Override
        void with(Arguments a) {
            RowNorm.addGradient(a.rows, a.columns, a.epsilon, a.array("x"), a.at("x"), a.array("gamma"), a.at("gamma"),
                    a.array("mean"), a.at("mean"), a.array("variance"), a.at("variance"), a.array("dy"), a.at("dy"),
                    a.array("dx"), a.at("dx"), a.array("dgamma"), a.at("dgamma"), a.array("dbeta"), a.at("dbeta"));
        }
    },
    COLUMN_FORWARD("x gamma? beta? mean variance y") {
        @Override
        void with(Arguments a) {
            ColumnNorm.forward(a.rows, a.columns, a.norm.divide(), a.epsilon, a.activation, a.array("x"), a.at("x"),
                    a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"), a.array("mean"), a.at("mean"),
                    a.array("variance"), a.at("variance"), a.array("y"), a.at("y"));
        }
    },
    COLUMN_EVALUATE("x gamma? beta? mean variance y") {
        @Override
        void with(Arguments a) {
            ColumnNorm.evaluate(a.rows, a.columns, a.norm.divide(), a.epsilon, a.activation, a.array("x"), a.at("x"),
                    a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"), a.array("mean"), a.at("mean"),
                    a.array("variance"), a.at("variance"), a.array("y"), a.at("y"));
        }
    },
    COLUMN_GRADIENT("x gamma? beta? mean variance dy dx dgamma? dbeta?") {
        @Override
        void with(Arguments a) {
            ColumnNorm.gradient(a.rows, a.columns, a.norm.divide(), a.epsilon, a.activation, a.array("x"), a.at("x"),
                    a.array("gamma"), a.at("gamma"), a.array("beta"), a.at("beta"), a.array("mean"), a.at("mean"),
                    a.array("variance"), a.at("variance"), a.array("dy"), a.at("dy"), true,
                    a.array("dx"), a.at("dx"), a.array("dgamma"), a.at("dgamma"), a.array("dbeta"), a.at("dbeta"));
        }
    };

    /** All sizes differ, so that none can stand for another. */
    private static final Images IMAGES = new Images(5, 3, 2, 2);

    private final List<String> names;

    /** @param arrays their names, with a question mark where null is accepted */
    NormCall(String arrays) {
        names = List.of(arrays.split(" "));
    }

    abstract void with(Arguments arguments);

    Stream<String> arrays() {
        return names.stream().map(name -> name.replace("?", ""));
    }

    Stream<String> optional() {
        return names.stream().filter(name -> name.endsWith("?")).map(name -> name.replace("?", ""));
    }

    boolean ofImages() {
        return !name().matches("(ROW|COLUMN)_.*");
    }

    /** What this call accepts: no array is longer than it must be. */
    Arguments fitting() {
        return new Arguments(this);
    }

    private int length(String name) {
        return switch (name) {
            case "x", "y", "dx", "dy" -> ofImages() ? IMAGES.length() : 4 * 6;
            case "gamma", "beta", "dgamma", "dbeta" -> ofImages() ? IMAGES.channels() : 6;
            default -> switch (this) {
                case ROW_FORWARD, ROW_GRADIENT -> 4;
                case COLUMN_FORWARD, COLUMN_EVALUATE, COLUMN_GRADIENT -> 6;
                case LAYER_FORWARD, LAYER_GRADIENT -> IMAGES.batch();
                default -> IMAGES.channels();
            };
        };
    }

    /** Arguments of a call; one that it does not have is not read. */
    static final class Arguments {

        Normalisation norm = Normalisation.of(IMAGES, 1e-5);
        int rows = 4;
        int columns = 6;
        double epsilon = 1e-5;
        Activation activation = Activation.RELU;
        double momentum = 0.1;
        final Map<String, float[]> arrays = new HashMap<>();
        final Map<String, Integer> offsets = new HashMap<>();
        private int next;

        private Arguments(NormCall call) {
            call.arrays().forEach(name -> {
                // all differ, so that even a mean of two of them would be seen
                float[] numbers = new float[call.length(name)];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = ++next;
                }
                arrays.put(name, numbers);
            });
        }

        float[] array(String name) {
            return arrays.get(name);
        }

        int at(String name) {
            return offsets.getOrDefault(name, 0);
        }
    }
}
