package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.ByOtherProcesses;
import org.unshatter.tests.engine.ReproducedResults;

/**
 * The seed decides every number: not the threads, not the run, not what else is computed. Each run is a JVM of its own;
 * what is computed alone is computed on one thread as well, where the whole takes two.
 */
@ByOtherProcesses
class SameSeedSameResultsTest {

    private static final ReproducedResults TWO_THREADS = ReproducedResults.quick();

    @Test
    void figure2AloneOnOneThreadEqualsFigure2InTheFullRun() {
        ReproducedResults alone = onOneThread("fig2");
        assertEquals(TWO_THREADS.figure("fig2"), alone.figure("fig2"), alone.command());
        assertEquals(TWO_THREADS.files().get("fig2.svg"), alone.files().get("fig2.svg"));
        assertEquals(List.of(), alone.theory());
        assertEquals(3, alone.files().size(), alone.files().keySet()::toString);
    }

    /** With {@link #figure2AloneOnOneThreadEqualsFigure2InTheFullRun}, every part is run on one thread and on two. */
    @Test
    void theOtherPartsOnOneThreadEqualThoseOfTheFullRun() {
        ReproducedResults others = onOneThread("theory,fig5,fig4,fig1,fig3");
        for (String figure : List.of("fig1", "fig3", "fig4", "fig5")) {
            assertEquals(TWO_THREADS.figure(figure), others.figure(figure), others.command());
        }
        assertEquals(TWO_THREADS.theory(), others.theory(), others.command());
        for (String picture : List.of("fig1", "fig3", "fig4", "fig4-histograms", "fig5", "theory-correlation", "theory-variance")) {
            String svg = others.files().get(picture + ".svg");
            assertNotNull(svg, picture);
            assertEquals(TWO_THREADS.files().get(picture + ".svg"), svg, picture);
        }
    }

    private static ReproducedResults onOneThread(String parts) {
        ReproducedResults one = ReproducedResults.run(List.of(), "--quick", "--threads", "1", "--only", parts);
        assertEquals(1.0, ((Map<?, ?>) one.root().get("environment")).get("threads"));
        assertEquals(2.0, ((Map<?, ?>) TWO_THREADS.root().get("environment")).get("threads"));
        return one;
    }

    @Test
    void anotherSeedIsAnotherDraw() {
        ReproducedResults other = ReproducedResults.run(List.of(), "--quick", "--seed", "-2", "--only", "fig1");
        assertEquals(-2.0, other.root().get("seed"));
        List<Map<?, ?>> here = ReproducedResults.maps(TWO_THREADS.figure("fig1").get("columns"));
        List<Map<?, ?>> there = ReproducedResults.maps(other.figure("fig1").get("columns"));
        assertEquals(here.size(), there.size());
        for (int i = 0; i < here.size(); i++) {
            assertEquals(here.get(i).get("title"), there.get(i).get("title"));
            assertNotEquals(here.get(i).get("gradient"), there.get(i).get("gradient"), here.get(i).get("title").toString());
        }
    }
}
