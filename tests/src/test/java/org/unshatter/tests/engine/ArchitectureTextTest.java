package org.unshatter.tests.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.arch.Architecture;
import org.unshatter.arch.Block;
import org.unshatter.arch.BranchWeight;
import org.unshatter.arch.ConvNet;
import org.unshatter.arch.DenseNet;
import org.unshatter.arch.Family;
import org.unshatter.arch.Gate;
import org.unshatter.arch.Shortcut;
import org.unshatter.autodiff.Statistics;
import org.unshatter.init.Initializers;
import org.unshatter.init.RandomStreams;
import org.unshatter.nn.Activation;
import org.unshatter.nn.Network;
import org.unshatter.nn.Normalisation;

/** An architecture is told by one line of text, and the line gives the same nets again. */
class ArchitectureTextTest {

    static Stream<String> texts() {
        return SmallNets.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void itsTextBringsItBack(String text) {
        Architecture<?> once = Architecture.parse(text);
        Architecture<?> again = Architecture.parse(once.toString());
        assertEquals(once.toString(), again.toString());
        Network net = once.build(RandomStreams.of(1, "text"));
        Network same = again.build(RandomStreams.of(1, "text"));
        assertEquals(net.parameters().keySet(), same.parameters().keySet());
        net.parameters().forEach((name, value) -> assertArrayEquals(value.toArray(), same.parameters().get(name).toArray(), name));
        assertEquals(once.toString(), net.architecture());
    }

    @Test
    void whatIsSetByCallsIsWrittenDown() {
        assertEquals("dense-plain,depth=3", DenseNet.plain(3).toString());
        assertEquals("dense-plain,depth=3,first=none", DenseNet.plain(3).withoutFirstLayer().toString());
        assertEquals("dense-linear,depth=3,in=3x2x2", DenseNet.linear(3).inputs(3, 2, 2).toString());
        assertEquals("dense-residual,depth=50,width=100,norm=batch,stats=differentiated,init=lecun,alpha=0.5,beta=0.1,per=2",
                DenseNet.residual(50, 0.5, 0.1).width(100).normalisation(Normalisation.BATCH).statistics(Statistics.DIFFERENTIATED)
                        .initializer(Initializers.lecun()).layersPerSkip(2).toString());
        assertEquals("dense-highway,depth=4,out=7,act=tanh,bias=true,gate=learned:-2",
                DenseNet.of(Family.HIGHWAY, 4).gate(Gate.learned(-2)).outputs(7).activation(Activation.TANH).bias(true).toString());
        assertEquals("conv-residual,depth=10,filters=4,stages=2,head=pool,shortcut=none,in=1x28x28,norm=layer,affine=true,act=prelu:1.0,"
                        + "init=delta-orthogonal,first=glorot,firstbias=zeros,readout=zeros,beta=learned:0,block=post,per=1",
                ConvNet.of(Family.RESIDUAL, 10).filters(4).stages(2).head(ConvNet.Head.POOL).shortcut(Shortcut.NONE).inputs(1, 28, 28)
                        .normalisation(Normalisation.LAYER).affine(true).activation(Activation.prelu(1)).initializer(Initializers.deltaOrthogonal())
                        .firstLayer(Initializers.glorot(), Initializers.zeros()).readout(Initializers.zeros()).beta(BranchWeight.learned())
                        .block(Block.POST).layersPerSkip(1).toString());
        assertEquals("thin-plain,depth=198,act=crelu,init=looks-linear",
                ConvNet.thin(Family.PLAIN, 198).activation(Activation.CRELU).initializer(Initializers.looksLinear()).toString());
        assertEquals("resnet,depth=20", ConvNet.resnet(20).toString());
    }

    /** No layer of these is too large by itself, but all of them are, and that is known before the first is made. */
    @ParameterizedTest
    @ValueSource(strings = {"dense-plain,depth=10000,width=", "dense-residual,depth=10000,width=", "conv-plain,depth=10000,filters="})
    void layersThatMemoryCannotHoldTogetherAreRefusedAtOnce(String text) {
        long width = (long) Math.sqrt(Runtime.getRuntime().maxMemory() / 4.0 / 4000);
        Architecture<?> architecture = Architecture.parse(text + width);
        String actual = assertTimeout(Duration.ofSeconds(1), () ->
                assertThrows(IllegalArgumentException.class, () -> architecture.build(RandomStreams.of(1, "refused"))).getMessage());
        assertTrue(actual.contains("parameters") && actual.contains("expected at most"), actual);
    }

    /** What goes by depth has no number of its own: its text could not bring it back. */
    @Test
    void whatGoesByDepthHasNoOtherNumber() {
        for (BranchWeight.Kind kind : List.of(BranchWeight.Kind.INVERSE_DEPTH, BranchWeight.Kind.INVERSE_ROOT_DEPTH)) {
            String message = assertThrows(IllegalArgumentException.class, () -> new BranchWeight(kind, 2)).getMessage();
            assertTrue(message.contains("2.0, expected 1"), message);
        }
        String message = assertThrows(IllegalArgumentException.class, () -> new Gate(Gate.Kind.BY_DEPTH, 0.5)).getMessage();
        assertTrue(message.contains("0.5, expected 0"), message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "                                  | expected a body and family",
        "dense-plain                       | expected a body and family and then the depth",
        "dense-plain,width=3,depth=4       | expected a body and family and then the depth",
        "dense,depth=4                     | family is \"\", expected plain, linear, residual, highway",
        "dense-flat,depth=4                | family is \"flat\"",
        "lstm-plain,depth=4                | body is \"lstm\", expected dense, conv, thin or resnet",
        "resnet-plain,depth=20             | body is \"resnet-plain\", expected resnet",
        "resnet,depth=21                   | depth is 21, expected 6n + 2",
        "dense-plain,depth=many            | depth is \"many\", expected a whole number",
        "dense-plain,depth=0               | depth is 0, expected at least 1",
        "dense-plain,depth=2000000000     | depth is 2000000000, expected at most 10000",
        "conv-plain,depth=2000000000      | depth is 2000000000, expected at most 10000",
        "dense-plain,depth=4,width=2000000000 | width is 2000000000, expected at most",
        "conv-plain,depth=4,filters=2000000000 | filters is 2000000000, expected at most",
        "dense-plain,depth=4,out=2000000000 | outputs is 2000000000, expected at most",
        "conv-plain,depth=4,in=3x65536x65536 | inputs is [3, 65536, 65536], expected at most",
        "dense-plain,depth=4,in=3x40000x40000 | inputs is [3, 40000, 40000], expected at most",
        "dense-plain,depth=4,colour=blue   | setting \"colour\" of dense-plain, expected one of width, in",
        "dense-plain,depth=4,width         | setting \"width\", expected width=value",
        "dense-plain,depth=4,width=1,width=2 | expected width=value, once",
        "dense-plain,depth=4,width=x       | width is \"x\", expected a whole number",
        "dense-plain,depth=4,filters=3     | setting \"filters\" of dense-plain",
        "dense-plain,depth=4,in=3x2        | inputs is [3, 2], expected [features] or [channels, height, width]",
        "dense-plain,depth=4,norm=group    | norm is \"group\", expected none, center, batch, layer",
        "dense-plain,depth=4,affine=yes    | affine is \"yes\", expected true or false",
        "dense-plain,depth=4,act=swish     | activation is \"swish\", expected one of linear, relu",
        "dense-plain,depth=4,act=prelu:a   | slope of prelu is \"a\", expected a number",
        "dense-plain,depth=4,act=relu:1    | activation is \"relu:1\"",
        "dense-plain,depth=4,init=magic    | initializer is \"magic\", expected one of zeros",
        "dense-plain,depth=4,beta=0.1      | beta of a plain net, expected family residual",
        "dense-residual,depth=4,beta=1/M   | beta is \"1/M\", expected a number, 1/sqrtL",
        "dense-residual,depth=4,alpha=1/M  | alpha is \"1/M\", expected a number, 1/sqrtL",
        "dense-residual,depth=4,alpha=learned | alpha is learned:0, expected another start than 0",
        "dense-residual,depth=4,gate=0.5   | gate of a residual net, expected family highway",
        "dense-highway,depth=4,gate=2      | gamma1 is 2.0, expected 0 to 1",
        "dense-highway,depth=4,gate=open   | gate is \"open\", expected gamma1 as a number",
        "dense-residual,depth=4,block=mid  | block is \"mid\", expected pre, post",
        "dense-residual,depth=4,alpha=1e39 | alpha is 1.0E39, expected a number that a float can hold",
        "dense-residual,depth=4,alpha=NaN | alpha is NaN, expected a number that a float can hold",
        "dense-residual,depth=4,beta=1e300 | beta is 1.0E300, expected a number that a float can hold",
        "dense-residual,depth=4,beta=learned:-1e39 | beta is -1.0E39, expected a number that a float can hold",
        "dense-highway,depth=4,gate=learned:1e39 | the gates' bias is 1.0E39, expected a number that a float can hold",
        "conv-residual,depth=4,per=0       | layersPerSkip is 0, expected at least 1",
        "conv-plain,depth=4,shortcut=none  | shortcut of a plain net, expected family residual or highway"})
    void whatIsWrongIsNamed(String text, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Architecture.parse(text == null ? "" : text)).getMessage();
        assertTrue(actual.contains(message) && actual.contains("expected"), actual);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "dense-linear,depth=4,act=relu                        | activation relu of a linear net, expected linear",
        "dense-residual,depth=4,act=crelu,block=post          | expected block=pre: it would double the stream's features",
        "dense-plain,depth=4,affine=true                      | affine with normalisation none, expected batch or layer",
        "dense-plain,depth=4,first=none,in=3                  | withoutFirstLayer with 3 inputs",
        "dense-plain,depth=4,first=none,firstbias=zeros       | withoutFirstLayer with initialisers of a first layer",
        "conv-plain,depth=4,in=8                              | inputs is [8], expected [channels, height, width]",
        "thin-plain,depth=4                                   | depth is 4, expected more than the 4 stages",
        "dense-plain,depth=4,width=100000                     | layers behind the first is 30000000000, which need 120.00 GB, expected at most half of the",
        "dense-plain,depth=1,width=100000,out=100000          | weights of 100000 × 100000, expected fewer",
        "conv-plain,depth=60,stages=40                        | filters of stage 22 is 16 · 2^21, expected at most",
        "conv-plain,depth=2,filters=3000,in=1x1000x1000        | pixels of all channels before the readout are 3000000000, expected fewer than 2³¹",
        "dense-plain,depth=4,init=looks-linear                | looks-linear with activation relu",
        "dense-plain,depth=4,act=crelu,init=mirrored          | mirrored with activation crelu",
        "dense-plain,depth=4,width=7,init=mirrored            | is 7, expected an even number",
        "thin-residual,depth=10,init=mirrored                 | expected shortcut=projected or none",
        "thin-highway,depth=10,init=mirrored                  | expected shortcut=projected or none",
        "dense-residual,depth=4,init=mirrored,block=post      | expected block=pre",
        "dense-residual,depth=4,alpha=1e30,beta=1e30          | alpha times beta is 1.0000000000000001E60, expected a number that a float can hold",
        "dense-plain,depth=4,init=fixup                       | fixup in a net of 0 branches",
        "dense-residual,depth=4,init=fixup                    | fixup with branches of 1 layer",
        "dense-plain,depth=4,act=prelu:0.5,init=looks-linear  | looks-linear with activation prelu:0.5"})
    void whatContradictsItselfIsRefusedWithTheReason(String text, String message) {
        Architecture<?> architecture = Architecture.parse(text);
        String actual = assertThrows(IllegalArgumentException.class, () -> architecture.build(RandomStreams.of(1, "refused"))).getMessage();
        assertTrue(actual.contains(message) && actual.contains("expected"), actual);
    }
}
