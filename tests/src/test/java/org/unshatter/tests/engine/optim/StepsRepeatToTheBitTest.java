package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.autodiff.Parameters;
import org.unshatter.autodiff.Tensor;
import org.unshatter.init.RandomStreams;
import org.unshatter.kernels.Workers;
import org.unshatter.optim.Adam;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.OptimizerState;
import org.unshatter.optim.ParameterGroups;
import org.unshatter.optim.Sgd;
import org.unshatter.safetensors.Entry;
import org.unshatter.safetensors.Safetensors;
import org.unshatter.safetensors.SafetensorsFile;

/** A training can be interrupted, and shared among threads, and goes the same way to the bit. What is wrong is refused before anything has changed. */
class StepsRepeatToTheBitTest {

    private static final List<String> RULES = List.of("sgd:decay=0.1", "sgd:momentum=0.9,decay=0.1", "sgd:momentum=0.9,nesterov", "adam:decay=0.1", "adamw",
            "rmsprop:decay=0.1", "rmsprop:momentum=0.9");
    private static final int LARGE = 3 * (1 << 14) + 1237;

    @TempDir
    Path folder;

    private final int threadsBefore = Workers.threads();

    @AfterEach
    void restoreThreads() {
        Workers.setThreads(threadsBefore);
    }

    static List<String> rules() {
        return RULES;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void anInterruptedTrainingGoesOnAsIfItHadNotBeen(String rule) throws IOException {
        Problem problem = new Problem(3);
        Parameters parameters = problem.parameters();
        OptimizerState state = Optimizer.parse(rule).on(parameters);
        run(problem, parameters, state, 1, 13);
        Path file = folder.resolve("state.safetensors");
        Safetensors.write(file, state.entries(), Map.of());
        double[] values = Problem.values(parameters);
        run(problem, parameters, state, 14, 30);

        Parameters resumed = Problem.parameters(values);
        OptimizerState second = Optimizer.parse(rule).on(resumed);
        try (SafetensorsFile open = Safetensors.open(file)) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (String name : open.names()) {
                entries.put(name, open.entry(name));
            }
            second.restore(entries);
        }
        assertEquals(13, second.steps());
        run(problem, resumed, second, 14, 30);
        assertArrayEquals(parameters.values(), resumed.values());
        assertEquals(bytes(state), bytes(second));

        Parameters forgetful = Problem.parameters(values);
        run(problem, forgetful, Optimizer.parse(rule).on(forgetful), 14, 30);
        assertEquals(rule.startsWith("sgd:decay"), Arrays.equals(parameters.values(), forgetful.values()), "only plain descent has nothing to remember");
    }

    private static void run(Problem problem, Parameters parameters, OptimizerState state, int from, int to) {
        for (int t = from; t <= to; t++) {
            problem.setGradients(parameters, t);
            state.step(0.02);
        }
    }

    private static Map<String, Object> bytes(OptimizerState state) {
        Map<String, Object> bytes = new LinkedHashMap<>();
        state.entries().forEach((name, entry) -> bytes.put(name, entry.data()));
        return bytes;
    }

    @Test
    void theEntriesAreACopy() {
        Problem problem = new Problem(3);
        Parameters parameters = problem.parameters();
        OptimizerState state = new Adam().on(parameters);
        run(problem, parameters, state, 1, 2);
        Map<String, Object> before = bytes(state);
        Map<String, Entry> entries = state.entries();
        assertEquals(List.of("steps", "mean", "square"), List.copyOf(entries.keySet()));
        run(problem, parameters, state, 3, 3);
        Map<String, Object> kept = new LinkedHashMap<>();
        entries.forEach((name, entry) -> kept.put(name, entry.data()));
        assertEquals(before, kept);
        assertFalse(before.equals(bytes(state)), "a step changes what is remembered");
    }

    /** After one step by the gradient 3, of which the averages start at 0. */
    @Test
    void whatIsRememberedIsNamedForWhatItIs() {
        assertEquals(Map.of(), firstMemories("sgd:decay=0.1"));
        assertEquals(Map.of("velocity", 3f), firstMemories("sgd:momentum=0.5"));
        assertEquals(Map.of("mean", 1.5f, "square", 2.25f), firstMemories("adam:beta1=0.5,beta2=0.75"));
        assertEquals(Map.of("mean", 1.5f, "square", 2.25f), firstMemories("adamw:beta1=0.5,beta2=0.75"));
        assertEquals(Map.of("square", 2.25f), firstMemories("rmsprop:smoothing=0.75"));
        assertEquals(Map.of("square", 2.25f, "velocity", 2f), firstMemories("rmsprop:smoothing=0.75,momentum=0.5,epsilon=1e-20"));
    }

    private static Map<String, Float> firstMemories(String rule) {
        Parameters parameters = Parameters.of(List.of(Tensor.zeros(2)));
        parameters.gradients()[0] = 3;
        OptimizerState state = Optimizer.parse(rule).on(parameters);
        state.step(0.1);
        Map<String, Float> memories = new LinkedHashMap<>();
        state.entries().forEach((name, entry) -> {
            if (!name.equals("steps")) {
                memories.put(name, entry.tensor().toArray()[0]);
            }
        });
        return memories;
    }

    @Test
    void entriesOfAnotherTrainingAreRefusedAndChangeNothing() {
        Problem problem = new Problem(3);
        Parameters parameters = problem.parameters();
        OptimizerState state = new Adam().on(parameters);
        run(problem, parameters, state, 1, 5);
        Map<String, Object> before = bytes(state);
        OptimizerState other = new Adam().on(Parameters.of(List.of(Tensor.zeros(3))));
        assertRefused("the state of optimizer adam: mean is F32[16], expected F32[80]", () -> state.restore(other.entries()));
        OptimizerState momentum = new Sgd(0.9, false, 0).on(problem.parameters());
        assertRefused("the state of optimizer adam: mean is missing, expected F32[80]", () -> state.restore(momentum.entries()));
        assertRefused("mean is there, expected no such entry", () -> new Sgd().on(parameters).restore(state.entries()));
        Map<String, Entry> negative = state.entries();
        negative.put("steps", Entry.of(new long[] {-1}));
        assertRefused("steps is -1, expected at least 0", () -> state.restore(negative));
        Map<String, Entry> wrongType = state.entries();
        wrongType.put("square", Entry.of(new double[80], 80));
        assertRefused("square is F64[80], expected F32[80]", () -> state.restore(wrongType));
        assertEquals(before, bytes(state));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void anyNumberOfThreadsGivesTheSameBits(String rule) {
        float[] alone = trained(rule, 1);
        assertFalse(Arrays.equals(alone, large().values()), "nothing has moved");
        for (int threads : new int[] {2, 5}) {
            assertArrayEquals(alone, trained(rule, threads), threads + " threads");
        }
    }

    private static float[] trained(String rule, int threads) {
        Workers.setThreads(threads);
        Parameters parameters = large();
        OptimizerState state = Optimizer.parse(rule).on(parameters, ParameterGroups.of(List.of("a.weight", "a.bias", "b.weight")).decayWeightsOnly());
        RandomGenerator random = RandomStreams.of(9, "gradients");
        for (int t = 1; t <= 3; t++) {
            for (int i = 0; i < 3; i++) {
                float[] gradient = new float[parameters.value(i).size()];
                for (int k = 0; k < gradient.length; k++) {
                    gradient[k] = random.nextFloat(-1, 1);
                }
                Tensor.of(gradient, gradient.length).assignTo(parameters.gradient(i));
            }
            state.step(0.01);
        }
        return parameters.values();
    }

    private static Parameters large() {
        Tensor half = Tensor.zeros(LARGE).add(Tensor.of(new float[] {0.5f}, 1));
        return Parameters.of(List.of(half, Tensor.zeros(77), half));
    }

    /** What lies between the parameters stays 0, whatever the rule. */
    @ParameterizedTest
    @MethodSource("rules")
    void theGapsStayZero(String rule) {
        Problem problem = new Problem(4);
        Parameters parameters = problem.parameters();
        run(problem, parameters, Optimizer.parse(rule).on(parameters), 1, 20);
        int zeros = 0;
        for (float value : parameters.values()) {
            zeros += value == 0 ? 1 : 0;
        }
        assertEquals(parameters.values().length - Problem.N, zeros);
    }

    /** A NaN is not repaired: it reaches its parameter and stays there. The others do not notice. */
    @ParameterizedTest
    @MethodSource("rules")
    void aGradientThatIsNotANumberIsSeen(String rule) {
        Problem problem = new Problem(4);
        Parameters parameters = problem.parameters();
        Parameters sound = problem.parameters();
        OptimizerState state = Optimizer.parse(rule).on(parameters);
        OptimizerState other = Optimizer.parse(rule).on(sound);
        for (int t = 1; t <= 5; t++) {
            double[] gradient = problem.gradient(problem.start(), t);
            Problem.setGradients(sound, gradient);
            Problem.setGradients(parameters, gradient);
            parameters.gradients()[3] = t == 1 ? Float.NaN : parameters.gradients()[3];
            state.step(0.01);
            other.step(0.01);
        }
        assertTrue(Float.isNaN(parameters.values()[3]));
        parameters.values()[3] = sound.values()[3];
        assertArrayEquals(sound.values(), parameters.values());
    }

    @Test
    void aRateThatIsNoneIsRefusedBeforeAnythingMoves() {
        Problem problem = new Problem(4);
        Parameters parameters = problem.parameters();
        problem.setGradients(parameters, 1);
        float[] before = parameters.values().clone();
        OptimizerState state = new Adam().on(parameters, ParameterGroups.of(Problem.NAMES).rate(100, "second.slope"::equals));
        for (double wrong : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY, 1e37}) {
            assertRefused("rate is " + wrong + ", expected a finite number, at least 0", () -> state.step(wrong));
        }
        assertArrayEquals(before, parameters.values());
        assertEquals(0, state.steps());
        state.step(0);
        assertArrayEquals(before, parameters.values(), "a rate of 0 moves nothing");
        assertEquals(1, state.steps());
    }

    private static void assertRefused(String message, Runnable call) {
        String actual = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(actual.contains(message), actual);
    }
}
