package org.unshatter.tests.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unshatter.experiment.Outcome;
import org.unshatter.experiment.SweepReport;
import org.unshatter.json.JsonReader;
import org.unshatter.tests.report.Markup;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The report of a sweep has the means and deviations of its trainings, whatever they came to. */
class SweepReportTest {

    private static final String PLAIN = "dense-plain,depth=%d,width=6";
    private static final String RESIDUAL = "dense-residual,depth=%d,width=6";

    private static Outcome ended(String net, int depth, double rate, long seed, double validation, double test) {
        return Outcomes.of(net.formatted(depth), rate, seed, Optional.empty(), validation, test);
    }

    private static Outcome diverged(String net, int depth, double rate, long seed) {
        return Outcomes.of(net.formatted(depth), rate, seed, Optional.of("because"), 0.5, 0.5);
    }

    private static SequencedMap<String, String> files(List<Outcome> outcomes) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put("dense-residual,width=6", "with skips");
        labels.put("dense-plain,width=6", "without <skips>");
        labels.put("dense-linear", "nothing of this");
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("epochs", 1L);
        facts.put("machine", List.of("one", "other"));
        SequencedMap<String, String> files = new SweepReport(labels, outcomes).files(facts);
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!file.getKey().endsWith(".json")) {
                assertEquals(List.of(), Markup.faults(Markup.parse(file.getValue())), file.getKey());
            }
        }
        return files;
    }

    private static List<List<String>> table(String html) {
        Document page = Markup.parse(html);
        return Markup.elements(page, "tr").stream().map(row -> {
            var cells = row.getElementsByTagName("*");
            return IntStream.range(0, cells.getLength()).mapToObj(i -> ((Element) cells.item(i)).getTextContent()).toList();
        }).toList();
    }

    @Test
    void meansAndDeviationsAreThoseOfTheSeeds() {
        SequencedMap<String, String> files = files(List.of(
                ended(PLAIN, 2, 0.1, 1, 0.5, 0.4), ended(PLAIN, 2, 0.1, 2, 0.7, 0.7), // 60 ± 14.14 and 55 ± 21.21
                ended(PLAIN, 4, 0.1, 1, 0.25, 0.125), diverged(PLAIN, 4, 0.1, 2),
                diverged(RESIDUAL, 2, 0.1, 1)));
        assertEquals(List.of("accuracy.svg", "sweep.json", "sweep.html"), List.copyOf(files.keySet()), "one rate");
        List<List<String>> rows = table(files.get("sweep.html"));
        assertTrue(rows.contains(List.of("without <skips>", "2", "1,234", "0.1", "2", "1", "85.00 ± 14.14", "60.00 ± 14.14", "60.00 ± 14.14",
                "55.00 ± 21.21", "0.02", "")), rows::toString);
        assertTrue(rows.contains(List.of("without <skips>", "4", "1,234", "0.1", "2", "1", "50.00", "25.00", "37.50 ± 17.68", "12.50", "0.02", "1 of 2")), rows::toString);
        assertTrue(rows.contains(List.of("with skips", "2", "1,234", "0.1", "1", "1", "—", "—", "50.00", "—", "0.01", "1 of 1")), rows::toString);
        assertTrue(files.get("sweep.html").contains("5 trainings have ended; 2 of them diverged."), "the introduction");
        assertTrue(files.get("sweep.html").contains("[one, other]"), "facts");
        assertTrue(files.get("accuracy.svg").contains("with skips") && !files.get("accuracy.svg").contains("nothing of this"), "legend");
        Map<?, ?> json = (Map<?, ?>) JsonReader.read(files.get("sweep.json"));
        assertEquals(List.of("one", "other"), json.get("machine"));
        assertEquals(5, ((List<?>) json.get("outcomes")).size());
    }

    /** Over seeds, the larger rate has 0.6 against 0.55, at depth 4 the smaller one. */
    @Test
    void whereSeveralRatesWereTriedTheBestOneCounts() {
        SequencedMap<String, String> files = files(List.of(
                ended(PLAIN, 2, 0.1, 1, 0.7, 0.1), ended(PLAIN, 2, 0.1, 2, 0.5, 0.1), ended(PLAIN, 2, 0.01, 1, 0.5, 0.2), ended(PLAIN, 2, 0.01, 2, 0.6, 0.2),
                diverged(PLAIN, 4, 0.1, 1), ended(PLAIN, 4, 0.01, 1, 0.3, 0.2),
                diverged(RESIDUAL, 2, 0.1, 1), diverged(RESIDUAL, 2, 0.01, 1)));
        assertEquals(List.of("accuracy.svg", "rates.svg", "sweep.json", "sweep.html"), List.copyOf(files.keySet()));
        assertTrue(files.get("sweep.html").contains("Each net with the learning rate that suits it best"), "said");
        List<List<String>> rows = table(files.get("sweep.html"));
        assertEquals(List.of("2 0.01", "2 0.1", "2 0.01", "2 0.1", "4 0.01", "4 0.1"),
                rows.stream().filter(row -> row.size() == 12 && row.get(2).equals("1,234")).map(row -> row.get(1) + " " + row.get(3)).toList(), "by line, depth and rate");
    }

    @Test
    void netsWithoutALabelStandUnderTheirArchitecture() {
        String html = new SweepReport(new LinkedHashMap<>(), List.of(ended(PLAIN, 2, 0.1, 1, 0.5, 0.4))).files(new LinkedHashMap<>()).get("sweep.html");
        assertTrue(table(html).stream().anyMatch(row -> row.getFirst().equals("dense-plain,width=6")), html);
    }

    @Test
    void aSweepOfWhichNothingHasEndedHasAReportToo() {
        SequencedMap<String, String> files = files(List.of());
        assertEquals(List.of("sweep.json", "sweep.html"), List.copyOf(files.keySet()));
        assertTrue(files.get("sweep.html").contains("0 trainings have ended"), files.get("sweep.html"));
        assertEquals(List.of("accuracy.svg", "sweep.json", "sweep.html"), List.copyOf(files(List.of(diverged(PLAIN, 2, 0.1, 1))).keySet()));
    }
}
