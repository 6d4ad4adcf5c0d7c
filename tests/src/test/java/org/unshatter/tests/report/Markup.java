package org.unshatter.tests.report;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads SVG and HTML as XML, and lists what a file that stands on its own must not hold. */
public final class Markup {
    static final String SVG = "http://www.w3.org/2000/svg";
    private static final Set<String> NAMESPACES = Set.of(SVG, XMLConstants.XMLNS_ATTRIBUTE_NS_URI);
    private static final Pattern URL = Pattern.compile("url\\(#([^)]*)\\)");

    private Markup() {}

    /** Parses a text; entities from outside are refused, whatever is not well-formed fails. */
    public static Document parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Quiet());
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (SAXException e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Elements of a local name, in document order. */
    public static List<Element> elements(Document document, String name) {
        var found = document.getElementsByTagNameNS("*", name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    /** Elements of a local name which have a style class. */
    public static List<Element> elements(Document document, String name, String style) {
        return elements(document, name).stream().filter(e -> List.of(e.getAttribute("class").split(" ")).contains(style)).toList();
    }

    /** Everything which keeps a document from standing on its own; empty if all is well. */
    public static List<String> faults(Document document) {
        List<String> faults = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<Element> all = elements(document, "*");
        for (Element element : all) {
            String id = element.getAttribute("id");
            if (element.hasAttribute("id") && !ids.add(id)) {
                faults.add("id twice: " + id);
            }
        }
        for (Element element : all) {
            if (element.getLocalName().equalsIgnoreCase("script")) {
                faults.add("a script");
            }
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                attribute((Attr) attributes.item(i), ids, faults);
            }
            if (element.getLocalName().equals("style") && element.getTextContent().matches("(?s).*(@import|url\\(|https?:).*")) {
                faults.add("a style sheet that fetches");
            }
        }
        return faults;
    }

    private static void attribute(Attr attribute, Set<String> ids, List<String> faults) {
        String name = attribute.getName().toLowerCase(Locale.ROOT);
        String value = attribute.getValue();
        List<String> references = new ArrayList<>();
        if (name.equals("href") && value.startsWith("#")) {
            references.add(value.substring(1));
        } else if ((name.equals("href") || name.equals("src")) && !value.startsWith("data:image/png;base64,")) {
            faults.add("leads outside: " + attribute);
        }
        if (name.equals("aria-labelledby")) {
            references.addAll(List.of(value.split(" ")));
        }
        Matcher url = URL.matcher(value);
        while (url.find()) {
            references.add(url.group(1));
        }
        references.stream().filter(r -> !ids.contains(r)).forEach(r -> faults.add("refers to nothing: " + attribute));
        boolean namespace = XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI()) && NAMESPACES.contains(value);
        if (value.contains("http:") && !namespace || value.contains("https:") || value.contains("javascript:")) {
            faults.add("leads outside: " + attribute);
        }
        if (name.startsWith("on")) {
            faults.add("a script: " + attribute);
        }
    }

    /** The element just before another one. */
    static Element previous(Element element) {
        Node node = element.getPreviousSibling();
        while (!(node instanceof Element)) {
            node = node.getPreviousSibling();
        }
        return (Element) node;
    }

    private static final class Quiet implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
