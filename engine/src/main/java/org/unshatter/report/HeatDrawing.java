package org.unshatter.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws a heat panel into its plot. */
final class HeatDrawing {
    private HeatDrawing() {}

    /** The picture as an SVG image of one pixel for each cell, to be referred to by its id. */
    static String image(HeatPanel panel, String id) {
        return "<image id=\"" + id + "\" width=\"" + panel.columns() + "\" height=\"" + panel.rows()
                + "\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png(panel)) + "\"/>\n";
    }

    static void draw(Svg svg, HeatPanel panel, Box plot, Axis x, Axis y, double left, String imageId) {
        svg.markup("<use href=\"#" + imageId + "\" transform=\"translate(" + Svg.at(plot.x(), plot.y()) + ") scale("
                + plot.width() / panel.columns() + "," + plot.height() / panel.rows() + ")\"/>\n");
        new AxesDrawing(svg, plot).around(x, y, true, left, panel);
    }

    private static byte[] png(HeatPanel panel) {
        float[] values = panel.values();
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) ColourMap.index(values[i], panel.low(), panel.high());
        }
        BufferedImage image = new BufferedImage(panel.columns(), panel.rows(), BufferedImage.TYPE_BYTE_INDEXED, ColourMap.model());
        image.getRaster().setDataElements(0, 0, panel.columns(), panel.rows(), pixels);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Handed a plain stream, ImageIO would keep its cache in a temporary file.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this JDK has no PNG encoder");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
