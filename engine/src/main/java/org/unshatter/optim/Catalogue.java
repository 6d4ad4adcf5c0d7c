package org.unshatter.optim;

import java.util.List;
import org.unshatter.optim.Settings.Kind;

/** What texts can name. */
final class Catalogue {

    static final List<Kind<Optimizer>> OPTIMIZERS = List.of(
            new Kind<>("sgd[:momentum=0,nesterov,decay=0]", s -> new Sgd(s.number("momentum", 0), s.word("nesterov"), s.number("decay", 0))),
            new Kind<>("adam[:beta1=0.9,beta2=0.999,epsilon=1e-8,decay=0]",
                    s -> new Adam(s.number("beta1", 0.9), s.number("beta2", 0.999), s.number("epsilon", 1e-8), s.number("decay", 0))),
            new Kind<>("adamw[:beta1=0.9,beta2=0.999,epsilon=1e-8,decay=0.01]",
                    s -> new AdamW(s.number("beta1", 0.9), s.number("beta2", 0.999), s.number("epsilon", 1e-8), s.number("decay", 0.01))),
            new Kind<>("rmsprop[:smoothing=0.9,epsilon=1e-8,momentum=0,decay=0]",
                    s -> new RmsProp(s.number("smoothing", 0.9), s.number("epsilon", 1e-8), s.number("momentum", 0), s.number("decay", 0))));

    /** Those that stand alone. */
    static final List<Kind<Schedule>> SCHEDULES = List.of(
            new Kind<>("constant", s -> new Constant()),
            new Kind<>("step[:every=30,factor=0.1]", s -> new StepDecay(s.count("every", 30), s.number("factor", 0.1))),
            new Kind<>("cosine[:final=0]", s -> new Cosine(s.number("final", 0))),
            new Kind<>("linear", s -> new LinearDecay()),
            new Kind<>("one-cycle[:start=0.1,up=0.45,final=1e-4]",
                    s -> new OneCycle(s.number("start", 0.1), s.number("up", 0.45), s.number("final", 1e-4))),
            new Kind<>("plateau[:window=10,threshold=0.01,times=5,factor=0.1]",
                    s -> new Plateau(s.count("window", 10), s.number("threshold", 0.01), s.count("times", 5), s.number("factor", 0.1))));

    static final List<Kind<Warmup>> WARM_UP = List.of(
            new Kind<>("warmup[:epochs=5]", s -> new Warmup(s.number("epochs", 5), new Constant())));

    private Catalogue() {
    }
}
