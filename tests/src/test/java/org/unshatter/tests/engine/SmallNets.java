package org.unshatter.tests.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.unshatter.arch.Architecture;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Network;

/** Architectures of every family with every option, three layers deep or little more, and small enough to be checked by loops. */
final class SmallNets {

    private static final List<String> DENSE = List.of("dense-plain,depth=3", "dense-residual,depth=3,alpha=0.9,beta=0.5", "dense-highway,depth=3,gate=0.8");
    private static final List<String> SIZES = List.of("width=7,in=3,out=2,first=lecun,firstbias=normal:0.25", "filters=2,in=2x5x4,out=3,first=lecun,firstbias=normal:0.25");

    private SmallNets() {
    }

    /** Texts of architectures, for parameterised tests. */
    static Stream<String> all() {
        List<String> nets = new ArrayList<>();
        for (String family : DENSE) {
            for (String norm : List.of("none", "center", "batch", "layer")) {
                for (String stats : List.of("constant", "differentiated")) {
                    for (String act : List.of("linear", "relu", "crelu")) {
                        nets.add(family + ",norm=" + norm + ",stats=" + stats + ",act=" + act);
                    }
                }
            }
            for (String act : List.of("leaky:0.1", "prelu:0.3", "tanh", "sigmoid", "softplus", "gelu")) {
                nets.add(family + ",act=" + act + ",bias=true");
            }
        }
        for (String body : List.of("dense", "conv")) {
            for (String options : List.of(
                    "linear,depth=3",
                    "plain,depth=4,norm=batch,affine=true,stats=differentiated",
                    "residual,depth=5,per=2,norm=layer,affine=true,beta=1/sqrtL",
                    "residual,depth=5,per=2,block=post,norm=batch,beta=1/L,bias=true",
                    "residual,depth=4,per=1,beta=learned:0.3,act=gelu",
                    "residual,depth=4,per=1,alpha=1/sqrtL,beta=1/L",
                    "residual,depth=5,per=2,alpha=learned:0.7,beta=learned:0.4,act=tanh",
                    "residual,depth=4,per=1,act=crelu,norm=center",
                    "highway,depth=4,per=1,gate=learned:-1,norm=batch",
                    "highway,depth=5,per=2,gate=1-1/L,block=post,act=tanh,bias=true")) {
                nets.add(body + "-" + options);
            }
        }
        for (String options : List.of("plain,depth=5,act=crelu,match=false,head=pool", "residual,depth=6,norm=batch,act=prelu:0.2",
                "residual,depth=6,shortcut=projected,block=post,norm=batch,affine=true", "residual,depth=7,shortcut=none,norm=batch",
                "highway,depth=6,gate=learned:-1,shortcut=projected", "highway,depth=6,gate=0.6")) {
            nets.add("conv-" + options + ",stages=3");
        }
        return nets.stream().map(net -> net + "," + SIZES.get(net.startsWith("dense") ? 0 : 1));
    }

    static Network build(String architecture) {
        return Architecture.parse(architecture).build(RandomStreams.of(1, architecture));
    }
}
