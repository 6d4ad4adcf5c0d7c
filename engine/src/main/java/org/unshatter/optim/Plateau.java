package org.unshatter.optim;

/**
 * The rate is dropped when learning has come to a standstill: when the decrease of the training loss over the last {@code window} epochs, that is the loss
 * {@code window} epochs ago minus the last one, was below the threshold after so many epochs in a row. The count then begins anew; the losses stay known, so
 * the next drop comes {@code times} epochs later at the earliest.
 *
 * <p>The paper names the window and the number of times; threshold and factor it does not tell, and those taken unless set are this project's.
 *
 * @param window    epochs over which the decrease is taken
 * @param threshold decrease below which learning stands still, in units of the loss
 * @param times     epochs in a row
 * @param factor    what the rate is multiplied by
 */
public record Plateau(int window, double threshold, int times, double factor) implements Schedule {

    /** Whose losses are remembered, and go into each checkpoint. */
    private static final int LONGEST = 1_000_000;

    /** @throws IllegalArgumentException if the window is not 1 to a million epochs, times less than 1, the threshold negative or not finite, or the factor not above 0 and at most 1 */
    public Plateau {
        Check.atLeastOne("window", window);
        if (window > LONGEST) {
            throw new IllegalArgumentException("window is " + window + " epochs, expected at most " + LONGEST);
        }
        threshold = Check.notNegative("threshold", threshold);
        Check.atLeastOne("times", times);
        Check.share("factor", factor);
    }

    /** 10 epochs, 5 times in a row, and a tenth of the rate when the loss fell by less than 0.01. */
    public Plateau() {
        this(10, 0.01, 5, 0.1);
    }

    @Override
    public String source() {
        return "Balduzzi et al. 2017, section 5";
    }

    @Override
    public String toString() {
        return Settings.text("plateau", Settings.setting("window", window, 10), Settings.setting("threshold", threshold, 0.01),
                Settings.setting("times", times, 5), Settings.setting("factor", factor, 0.1));
    }
}
