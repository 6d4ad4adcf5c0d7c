package org.unshatter.autodiff;

/** Batch normalisation in terms of elementary operations: slower than its kernels, but differentiable as often as one likes. */
final class NormFormula {

    private final Norm.Kind kind;
    private final Tensor x;
    private final Tensor mean;
    private final Tensor scale;

    /** @param variance not looked at where nothing is divided by it */
    NormFormula(Norm.Kind kind, Tensor x, Tensor mean, Tensor variance) {
        this.kind = kind;
        this.x = x;
        this.mean = mean;
        scale = kind.divide() && variance != null ? variance.addScalar((float) kind.epsilon()).pow(-0.5) : null;
    }

    /** With statistics that are functions of x, or constants, as the kind has it. */
    static NormFormula of(Norm.Kind kind, Tensor x) {
        Tensor of = kind.statistics() == Statistics.CONSTANT ? x.detach() : x;
        NormFormula statistics = new NormFormula(kind, of, null, null);
        Tensor mean = statistics.mean(of);
        Tensor deviation = of.subtract(statistics.spread(mean));
        return new NormFormula(kind, x, mean, statistics.mean(deviation.multiply(deviation)));
    }

    Tensor normalised() {
        return scaled(x.subtract(spread(mean)));
    }

    /** s·(d − mean(d) − X̂·mean(d·X̂)), the Jacobian of X̂ by X, which is symmetric; s·d where the statistics are constant. */
    Tensor project(Tensor xHat, Tensor d) {
        if (kind.statistics() == Statistics.DIFFERENTIATED) {
            Tensor centred = d.subtract(spread(mean(d)));
            d = kind.divide() ? centred.subtract(xHat.multiply(spread(mean(d.multiply(xHat))))) : centred;
        }
        return scaled(d);
    }

    /** One number for each channel, at all its elements. */
    Tensor spread(Tensor statistic) {
        return statistic.alongChannels(x.layout());
    }

    Tensor sum(Tensor d) {
        return d.sumOfChannels();
    }

    private Tensor mean(Tensor d) {
        return sum(d).scale(1f * x.dim(1) / x.size());
    }

    private Tensor scaled(Tensor d) {
        return kind.divide() ? d.multiply(spread(scale)) : d;
    }
}
