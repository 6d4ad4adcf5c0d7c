package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.ByOtherProcesses;
import org.unshatter.tests.engine.ReproducedResults;

/** A quick run measures fewer nets, and of one width: its page claims no more. */
@ByOtherProcesses
class TheoryPageSaysWhatWasMeasuredTest {

    @Test
    void ofAQuickRun() {
        ReproducedResults quick = ReproducedResults.quick();
        String html = quick.files().get("report.html");
        TreeSet<Double> widths = new TreeSet<>();
        TreeSet<Double> seeds = new TreeSet<>();
        for (Map<?, ?> row : quick.theory()) {
            ((List<?>) row.get("widths")).forEach(width -> widths.add((Double) ((Map<?, ?>) width).get("width")));
            seeds.add((Double) row.get("seeds"));
        }
        assertEquals(List.of(200.0), List.copyOf(widths));
        assertFalse(html.contains("100, 200 and 400"), "no other width was measured");
        assertFalse(html.contains("nets so narrow"), "without other widths the width cannot be blamed");
        assertEquals(List.of(2.0, 8.0), List.copyOf(seeds));
        assertTrue(html.contains("over 8 random nets (looks-linear ones, which are all alike, 2)"), "number of nets");
    }
}
