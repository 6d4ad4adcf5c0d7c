package org.unshatter.init;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random streams from one seed, one for each label.
 *
 * <p>A draw gets its stream by what it is ("fig2 plain 50 run 7"), not by when it is computed. So any part of a run
 * can be computed alone, in any order, on any number of threads, with the same numbers.
 */
public final class RandomStreams {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY = RandomGeneratorFactory.of("L64X128MixRandom");

    private RandomStreams() {
    }

    /** The stream of one label under one seed. */
    public static RandomGenerator of(long seed, String label) {
        try {
            byte[] text = (seed + " " + label).getBytes(StandardCharsets.UTF_8);
            return FACTORY.create(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
