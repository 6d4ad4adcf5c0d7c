package org.unshatter.tests.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.unshatter.init.RandomStreams;
import org.unshatter.train.CheckpointFolder;

/**
 * A training whose process is killed at random instants, again and again, and each time resumed, leaves the same files as one that was left alone: parameters,
 * state of the optimiser, statistics, log, summary, figures and diagnostics to the bit, and nothing else. {@code -Dunshatter.kills=50} kills more often.
 */
class KilledTrainingTest {

    private static final int FEW = 2;
    private static final int KILLS = Integer.getInteger("unshatter.kills", FEW);
    private static final long SEED = Long.getLong("unshatter.test.seed", 1);

    /** For a few kills, what starts soonest; for many, the kernels of the machine. */
    private static final List<String> JVM = KILLS > FEW ? List.of() : List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dunshatter.vectorBits=scalar");

    @TempDir
    static Path folder;

    private static SortedMap<String, Object> whole;
    private static long millisBefore;
    private static long millisOfTraining;

    @BeforeAll
    static void uninterrupted() throws IOException, InterruptedException {
        TrainingProcess.writeImages(folder);
        long start = System.nanoTime();
        try (TrainingProcess training = TrainingProcess.start(folder, "whole", JVM)) {
            training.awaitTraining();
            long begun = System.nanoTime();
            training.succeeds();
            millisBefore = (begun - start) / 1_000_000;
            millisOfTraining = (System.nanoTime() - begun) / 1_000_000;
        }
        whole = TrainedFiles.of(folder.resolve("whole"));
    }

    /** Where the process was when it was killed, by what lies in its folder. */
    private static final class Story {
        private int kills;
        private int killsAtOnce;
        private int whileTraining;
        private int whileWriting;
        private int ended;
        private final Set<Long> steps = new TreeSet<>();

        void add(Path out, boolean begun, boolean atOnce) throws IOException {
            kills++;
            killsAtOnce += atOnce ? 1 : 0;
            if (begun && !Files.exists(out.resolve("summary.json"))) {
                whileTraining++;
                steps.add(youngest(out));
            }
            whileWriting += hasUnfinished(out) ? 1 : 0;
        }

        Map<String, String> numbers() {
            Map<String, String> map = new LinkedHashMap<>();
            map.put("kills", kills + ", of which "
                     + killsAtOnce + " as by kill -9, the others as by Ctrl-C; " + whileTraining + " in training, " + whileWriting + " with a file half written");
            map.put("trainings", ended + " came to their end and were compared");
            map.put("steps", "the youngest checkpoint of those killed in training was that of step " + steps);
            return map;
        }

        @Override
        public String toString() {
            return "; seed " + SEED + ", " + numbers();
        }
    }

    /** What the instants of kills are spread over: a process takes longer to start than to make its steps, and each step longer than to write a file. */
    private enum When {
        STEP, WRITING, TRAINING, START
    }

    private static final List<When> TURNS = List.of(When.STEP, When.WRITING, When.TRAINING, When.STEP, When.WRITING, When.START);

    private static void await(When when, TrainingProcess training, Path out, RandomGenerator random) throws IOException, InterruptedException {
        if (when == When.START) {
            Thread.sleep(random.nextLong(1 + millisBefore));
            return;
        }
        training.awaitTraining();
        if (when == When.TRAINING) {
            Thread.sleep(random.nextLong(1 + millisOfTraining));
            return;
        }
        long step = youngest(out) + random.nextInt(TrainingProcess.STEPS / 4);
        while (training.isAlive() && youngest(out) < step) {
            Thread.sleep(1);
        }
        if (when == When.WRITING) {
            while (training.isAlive() && !hasUnfinished(out)) {
                Thread.onSpinWait();
            }
        } else {
            LockSupport.parkNanos(random.nextLong(1 + millisOfTraining * 1_000_000 / TrainingProcess.STEPS));
        }
    }

    /** Steps of the youngest checkpoint; 0 without one. */
    private static long youngest(Path out) throws IOException {
        List<Path> checkpoints = CheckpointFolder.at(out).files();
        return checkpoints.isEmpty() ? 0 : Long.parseLong(checkpoints.getFirst().getFileName().toString().replaceAll("\\D", ""));
    }

    private static boolean hasUnfinished(Path out) throws IOException {
        if (!Files.isDirectory(out)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(out)) {
            return files.anyMatch(file -> file.toString().endsWith(".tmp"));
        } catch (UncheckedIOException e) { // a file went while it was looked at
            return false;
        }
    }

    @Test
    void killedAtAnyInstantItEndsAsIfItHadNotBeen(TestReporter reporter) throws IOException, InterruptedException {
        RandomGenerator random = RandomStreams.of(SEED, "kills");
        Story story = new Story();
        boolean goesOn = false;
        while (story.kills < KILLS || goesOn) {
            Path out = folder.resolve("killed-" + story.ended);
            When when = TURNS.get(story.kills % TURNS.size());
            boolean atOnce = story.kills % 3 != 1;
            try (TrainingProcess training = TrainingProcess.start(folder, out.getFileName().toString(), JVM)) {
                boolean killed = false;
                if (story.kills < KILLS) {
                    await(when, training, out, random);
                    killed = training.kill(atOnce);
                } else {
                    training.succeeds();
                }
                if (killed) {
                    story.add(out, when != When.START, atOnce);
                } else {
                    TrainedFiles.assertSame(whole, TrainedFiles.of(out), story.toString());
                    story.ended++;
                }
                goesOn = killed;
            }
        }
        reporter.publishEntry(story.numbers());
        assertTrue(story.whileTraining * 2 >= KILLS && story.steps.size() * 4 >= KILLS, () -> "the kills miss the training" + story);
    }

    /** A limit on the size of files stands for a full disk: 30,720 or 61,440 bytes, by shell; only checkpoints are larger. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onAFullDiskItEndsWithAnErrorAndItsCheckpointsAndGoesOnWhenThereIsSpace() throws IOException, InterruptedException {
        Path from = folder.resolve("whole");
        Path last = CheckpointFolder.at(from).files().getFirst();
        Path out = TrainedFiles.copy(from, folder.resolve("full"), last.getFileName().toString(), "summary.json");
        SortedMap<String, Object> before = TrainedFiles.of(out);
        // The JVM's own files would meet the limit as well.
        List<String> options = Stream.concat(JVM.stream(), Stream.of("-XX:-UsePerfData")).toList();
        try (TrainingProcess training = TrainingProcess.start(folder, "full", options, "/bin/sh", "-c", "ulimit -f 60; exec \"$@\"", "sh")) {
            assertEquals(1, training.exit(), training::toString);
            List<String> errors = training.errors();
            assertEquals(1, errors.size(), training::toString);
            assertTrue(errors.getFirst().startsWith("unshatter: cannot write full/") && errors.getFirst().contains(".safetensors: "), training::toString);
        }
        SortedMap<String, Object> after = TrainedFiles.of(out);
        assertTrue(before.remove("log.jsonl") != null && after.remove("log.jsonl") != null, "the log has begun anew");
        TrainedFiles.assertSame(before, after, "");
        try (TrainingProcess training = TrainingProcess.start(folder, "full", JVM)) {
            training.succeeds();
        }
        TrainedFiles.assertSame(whole, TrainedFiles.of(out), "");
    }

    /** The comparison is not blind: a step changes all that a checkpoint holds but what it is a checkpoint of, and by which vectors. */
    @Test
    void whatIsComparedMatters() throws IOException {
        List<String> prefixes = CheckpointFolder.at(folder.resolve("whole")).files().stream().map(file -> file.getFileName() + ": ").toList();
        List<String> names = whole.keySet().stream().filter(name -> name.startsWith(prefixes.getFirst()))
                .map(name -> name.substring(prefixes.getFirst().length())).toList();
        for (String part : List.of("first.weight", "optimizer/", "schedule/", "statistics/", "running/", "history")) {
            assertTrue(names.stream().anyMatch(name -> name.startsWith(part)), () -> "no " + part + " in " + names);
        }
        assertEquals(List.of("architecture", "configuration", "vectorBits"),
                names.stream().filter(name -> whole.get(prefixes.getFirst() + name).equals(whole.get(prefixes.getLast() + name))).toList());
    }
}
