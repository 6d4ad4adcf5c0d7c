package org.unshatter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unshatter.tests.engine.ReproducedResults;

/** The seed decides every number: not the threads, not the run, not what else is computed. Each run is a JVM of its own. */
class SameSeedSameResultsTest {

    private static final ReproducedResults TWO_THREADS = ReproducedResults.quick();

    @Test
    void oneThreadEqualsTwo() {
        ReproducedResults one = ReproducedResults.run(List.of(), "--quick", "--threads", "1");
        assertEquals(1.0, ((Map<?, ?>) one.root().get("environment")).get("threads"));
        assertEquals(2.0, ((Map<?, ?>) TWO_THREADS.root().get("environment")).get("threads"));
        assertEquals(TWO_THREADS.jsonWithoutEnvironment(), one.jsonWithoutEnvironment(), one.command());
        for (String figure : List.of("fig1.svg", "fig2.svg", "fig3.svg", "fig4.svg", "fig4-histograms.svg", "fig5.svg")) {
            assertEquals(TWO_THREADS.files().get(figure), one.files().get(figure), figure);
        }
    }

    @Test
    void figure2AloneEqualsFigure2InTheFullRun() {
        ReproducedResults alone = ReproducedResults.run(List.of(), "--quick", "--threads", "2", "--only", "fig2");
        assertEquals(TWO_THREADS.figure("fig2"), alone.figure("fig2"), alone.command());
        assertEquals(TWO_THREADS.files().get("fig2.svg"), alone.files().get("fig2.svg"));
        assertEquals(List.of(), alone.theory());
        assertEquals(3, alone.files().size(), alone.files().keySet()::toString);
    }

    /** With {@link #figure2AloneEqualsFigure2InTheFullRun}, every part is run twice on two threads. */
    @Test
    void theOtherPartsEqualThoseOfTheFullRun() {
        ReproducedResults others = ReproducedResults.run(List.of(), "--quick", "--threads", "2", "--only", "theory,fig5,fig4,fig1,fig3");
        for (String figure : List.of("fig1", "fig3", "fig4", "fig5")) {
            assertEquals(TWO_THREADS.figure(figure), others.figure(figure), others.command());
        }
        assertEquals(TWO_THREADS.theory(), others.theory(), others.command());
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
