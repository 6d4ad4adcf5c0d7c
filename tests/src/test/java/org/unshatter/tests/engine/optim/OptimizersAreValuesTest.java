package org.unshatter.tests.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unshatter.optim.Adam;
import org.unshatter.optim.AdamW;
import org.unshatter.optim.Optimizer;
import org.unshatter.optim.RmsProp;
import org.unshatter.optim.Sgd;

/** An optimiser is told by one word of the shell, and the word gives the same one again. */
class OptimizersAreValuesTest {

    static List<Optimizer> all() {
        return List.of(new Sgd(), new Sgd(0.9, false, 0), new Sgd(0.9, true, 5e-4), new Sgd(0, false, 1e-10), new Adam(),
                new Adam(0.5, 0.9, 1e-3, 1.0 / 3), new AdamW(), new AdamW(0.9, 0.95, 1e-8, 0), new AdamW(0, 0, 1, 12345678),
                new RmsProp(), new RmsProp(0.99, 1e-8, 0.9, 1e-4));
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsTextReadsBack(Optimizer optimizer) {
        String text = optimizer.toString();
        assertEquals(optimizer, Optimizer.parse(text), text);
        assertTrue(text.matches("[a-z0-9:=,.-]+"), () -> "a shell would not take it as it is: " + text);
    }

    @Test
    void whatIsAsUsualIsLeftOut() {
        assertEquals("sgd", new Sgd().toString());
        assertEquals("sgd:momentum=0.9,nesterov,decay=5e-4", new Sgd(0.9, true, 5e-4).toString());
        assertEquals("adam", new Adam().toString());
        assertEquals("adamw", new AdamW().toString());
        assertEquals("adamw:decay=0", new AdamW(0.9, 0.999, 1e-8, 0).toString());
        assertEquals("rmsprop:smoothing=0.99,epsilon=1.5e-7,momentum=0.5,decay=2", new RmsProp(0.99, 1.5e-7, 0.5, 2).toString());
        assertEquals(new Adam(0.9, 0.999, 1e-8, 0.1), Optimizer.parse("adam:decay=1e-1,beta2=0.999"));
        assertEquals(new Sgd(), new Sgd(-0.0, false, -0.0));
    }

    /** The usages that a command line shows are texts themselves once their brackets are taken away, but that momentum 0 cannot be Nesterov's. */
    @Test
    void theUsagesNameTheUsualValues() {
        for (String usage : Optimizer.usages()) {
            String name = usage.replaceAll("\\[.*", "");
            assertEquals(Optimizer.parse(name), Optimizer.parse(usage.replaceAll("[\\[\\]]", "").replace(",nesterov", "")));
        }
        assertEquals(4, Optimizer.usages().size());
    }

    @Test
    void eachNamesItsSource() {
        assertEquals("Polyak 1964", Optimizer.parse("sgd:momentum=0.5").source());
        assertEquals("Sutskever et al. 2013, section 2", Optimizer.parse("sgd:momentum=0.5,nesterov").source());
        all().forEach(optimizer -> assertTrue(optimizer.source().matches(".*\\d{4}.*"), optimizer.source()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                          | optimizer is \"\", expected one of sgd[:",
        "lion                        | optimizer is \"lion\", expected one of sgd[:",
        "Adam                        | optimizer is \"Adam\"",
        "adam:                       | sets \"\", expected adam[:",
        "adam:beta3=0.5              | optimizer \"adam:beta3=0.5\" sets \"beta3\", expected adam[:beta1=0.9",
        "adam:nesterov               | sets \"nesterov\"",
        "adam:decay=0.1,decay=0.2    | sets \"decay\" twice",
        "adam:decay=                 | decay is \"\", expected a number",
        "adam:decay=much             | optimizer \"adam:decay=much\": decay is \"much\", expected a number",
        "adam:decay=-1               | decay is -1.0, expected a finite number, at least 0",
        "adam:decay=Infinity         | decay is Infinity",
        "adam:decay=NaN              | decay is NaN",
        "adam:beta1=1                | beta1 is 1.0, expected at least 0 and less than 1",
        "adamw:beta2=-0.1            | beta2 is -0.1",
        "adamw:epsilon=0             | epsilon is 0.0, expected a finite number above 0",
        "adamw:epsilon=1e-60         | epsilon is 1.0E-60",
        "rmsprop:smoothing=1         | smoothing is 1.0",
        "rmsprop:momentum=1          | momentum is 1.0",
        "sgd:momentum=1              | momentum is 1.0",
        "sgd:nesterov                | momentum is 0, expected more for Nesterov's",
        "sgd:momentum=0.9,nesterov=1 | nesterov is \"1\", expected the word alone",
    })
    void whatCannotBeReadIsRefused(String text, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Optimizer.parse(text)).getMessage();
        assertTrue(actual.contains(message), () -> "\"" + message + "\" is not in: " + actual);
    }
}
