package org.unshatter.tests.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.json.Json;
import org.unshatter.report.Figure;
import org.unshatter.report.LinePanel;
import org.unshatter.report.Mark;
import org.unshatter.report.Series;

/** Neither time nor the reader's language gets into a file, and later changes of the caller's arrays do not either. */
class SameInputSameBytesTest {
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void startInEnglish() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restoreTheLanguage() {
        Locale.setDefault(before);
    }

    @Test
    void writtenTwice() {
        assertEquals(everything(), everything());
    }

    /** German has decimal commas, Turkish a dotless i, and these Egyptian and Indian variants digits of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"})
    void writtenWhereNumbersLookDifferent(String language) {
        String english = everything();
        String half = String.format("%.1f %d", 0.5, 7) + "i".toUpperCase();
        Locale.setDefault(Locale.forLanguageTag(language));
        assertNotEquals(half, String.format("%.1f %d", 0.5, 7) + "i".toUpperCase(), "the language was to make a difference");
        assertEquals(english, everything());
    }

    @Test
    void anArrayChangedLaterChangesNothing() {
        double[] x = {0, 1};
        double[] y = {0, 1};
        float[] values = {0, 1};
        Series series = new Series("line", x, y, Mark.LINE);
        Figure figure = new Figure("f", "figure", "", 2, List.of(new LinePanel("", "", "", List.of(series)), Samples.heat(1, 2, values)));
        String first = figure.svg();
        Arrays.fill(x, 7);
        Arrays.fill(series.y(), 7);
        Arrays.fill(values, 7);
        assertEquals(first, figure.svg());
    }

    private static String everything() {
        return Samples.report().html() + Samples.figures().getFirst().svg() + Samples.figures().getLast().svg()
                + Json.text(List.of(1234.5, 0.1f, 1e-9, -7, 1234567L));
    }
}
