package org.unshatter.tests.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unshatter.report.Figure;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Figures and report are well-formed, refer only to themselves, run nothing, and show text as it was given. */
class FilesStandOnTheirOwnTest {
    static List<Figure> figures() {
        return Samples.figures();
    }

    @ParameterizedTest(name = "figure {index}")
    @MethodSource("figures")
    void anSvgFileIsWellFormedAndRefersOnlyToItself(Figure figure) {
        Document document = Markup.parse(figure.svg());
        assertEquals("svg", document.getDocumentElement().getLocalName());
        assertEquals(Markup.SVG, document.getDocumentElement().getNamespaceURI());
        assertEquals(List.of(), Markup.faults(document));
        assertTrue(document.getDocumentElement().getElementsByTagName("use").getLength() > 0, "no reference was there to check");
    }

    @Test
    void theReportIsWellFormedAndRefersOnlyToItself() {
        Document document = Markup.parse(Samples.report().html());
        assertEquals("html", document.getDocumentElement().getLocalName());
        assertEquals(List.of(), Markup.faults(document));
        assertEquals(2 * 2 + 2, Markup.elements(document, "svg").size(), "each figure in two layouts, and a store of its pictures");
    }

    @Test
    void theBrowserIsToldToLoadAndRunNothing() {
        List<Element> policies = Markup.elements(Markup.parse(Samples.report().html()), "meta").stream()
                .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy")).toList();
        assertEquals(1, policies.size());
        assertTrue(policies.getFirst().getAttribute("content").startsWith("default-src 'none';"));
    }

    @Test
    void noAddressStandsAnywhereButTheSvgNamespace() {
        String all = Samples.report().html() + Samples.figures().getFirst().svg();
        assertTrue(all.contains(Markup.SVG));
        assertFalse(all.replace("xmlns=\"" + Markup.SVG + "\"", "").matches("(?is).*https?:.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "desc", "text"})
    void anSvgFileShowsTextAsItWasGiven(String element) {
        Document document = Markup.parse(Samples.figures().getFirst().svg());
        assertTrue(Markup.elements(document, element).stream().anyMatch(e -> e.getTextContent().contains(Samples.HOSTILE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "h1", "h2", "p", "a", "figcaption", "th", "dt", "dd"})
    void theReportShowsTextAsItWasGiven(String element) {
        Document document = Markup.parse(Samples.report().html());
        assertTrue(Markup.elements(document, element).stream().anyMatch(e -> e.getTextContent().equals(Samples.HOSTILE)));
    }

    @Test
    void charactersThatXmlForbidsAreReplaced() {
        Figure figure = new Figure("f", "bell \u0007, half \uD800", "", 1, Samples.figures().getFirst().panels());
        assertEquals("bell \uFFFD, half \uFFFD", Markup.elements(Markup.parse(figure.svg()), "title").getFirst().getTextContent());
    }

    /** Negative controls: without these, a checker that finds nothing would pass as well. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<a><b id='x'/><c id='x'/></a>", "<a href='#x'/>", "<a clip-path='url(#x)'/>", "<a aria-labelledby='x'/>", "<a href='x.png'/>",
        "<a src='http://x.org'/>", "<a title='https://x.org'/>", "<a onclick='x'/>", "<script/>", "<style>@import 'x';</style>",
    })
    void theCheckerCatches(String wrong) {
        assertFalse(Markup.faults(Markup.parse(wrong)).isEmpty(), wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>", "<a b='<'/>", "<a>&nbsp;</a>", "<x:a/>", "<!DOCTYPE a SYSTEM 'file:///nowhere.dtd'><a/>"})
    void theParserRefuses(String wrong) {
        assertThrows(AssertionError.class, () -> Markup.parse(wrong));
    }
}
