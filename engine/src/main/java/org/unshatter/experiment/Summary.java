package org.unshatter.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.unshatter.arch.Architecture;
import org.unshatter.json.Json;
import org.unshatter.json.JsonReader;

/**
 * The file that an ended run leaves.
 *
 * @param configuration see {@link Experiment#configuration}
 * @param environment   what it ran on
 */
record Summary(Map<?, ?> configuration, Outcome outcome, Map<?, ?> environment) {

    private static final String CONFIGURATION = "configuration";

    Summary {
        Objects.requireNonNull(configuration, CONFIGURATION);
        Objects.requireNonNull(environment, "environment");
    }

    SequencedMap<String, Object> description() {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        map.put(CONFIGURATION, configuration);
        map.put("outcome", outcome.description());
        map.put("environment", environment);
        return map;
    }

    /** @throws IOException if the file cannot be read or is not such a one */
    static Summary read(Path file) throws IOException {
        try {
            Map<?, ?> map = (Map<?, ?>) JsonReader.read(Files.readString(file));
            return new Summary((Map<?, ?>) map.get(CONFIGURATION), outcome(map.get("outcome")), (Map<?, ?>) map.get("environment"));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException | CharacterCodingException e) {
            throw new IOException("cannot read " + file + ": it is not the summary of a training, expected one, or another folder", e);
        }
    }

    /**
     * Those in the {@code sweep.json} of a {@link SweepReport}.
     *
     * @throws IOException if the file cannot be read or is not such a one
     */
    static List<Outcome> outcomes(Path report) throws IOException {
        try {
            List<?> outcomes = (List<?>) ((Map<?, ?>) JsonReader.read(Files.readString(report))).get("outcomes");
            return outcomes.stream().map(Summary::outcome).toList();
        } catch (ClassCastException | NullPointerException | IllegalArgumentException | CharacterCodingException e) {
            throw new IOException("cannot read " + report + ": it is not the sweep.json of a sweep, expected one, or a sweep's folder", e);
        }
    }

    private static Outcome outcome(Object description) {
        Outcome outcome = Outcome.of((Map<?, ?>) description);
        Architecture.parse(outcome.architecture()); // as reports do, where nobody could tell from which file it is
        Json.compact(outcome.description());
        if (!(outcome.rate() > 0)) { // no experiment has such a one
            throw new IllegalArgumentException("rate is " + outcome.rate() + ", expected above 0");
        }
        return outcome;
    }

    /**
     * The configuration in the first line of a training's log.
     *
     * @throws IOException if the file cannot be read or is not such a one
     */
    static Map<?, ?> configuration(Path log) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            return Objects.requireNonNull((Map<?, ?>) ((Map<?, ?>) JsonReader.read(lines.readLine())).get(CONFIGURATION));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException | CharacterCodingException e) {
            throw new IOException("cannot read " + log + ": it is not the log of a training, expected one, or another folder", e);
        }
    }
}
