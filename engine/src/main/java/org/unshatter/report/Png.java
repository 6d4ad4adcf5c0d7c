package org.unshatter.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Pictures with a palette of up to 256 colours as PNG.
 *
 * <p>The format needs so little (ISO/IEC 15948: a signature and four chunks) that writing it here
 * keeps the package free of the java.desktop module.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private Png() {}

    /** A data URI of a picture: one palette index for each pixel, row-major, top row first. */
    static String dataUri(int width, int height, byte[] pixels, int[] palette) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(width, height, pixels, palette));
    }

    static byte[] encode(int width, int height, byte[] pixels, int[] palette) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte bitsPerPixel = 8;
        byte indexed = 3;
        byte[] rest = {bitsPerPixel, indexed, 0, 0, 0};
        chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(rest).array());
        ByteBuffer colours = ByteBuffer.allocate(3 * palette.length);
        for (int rgb : palette) {
            colours.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
        }
        chunk(out, "PLTE", colours.array());
        ByteBuffer rows = ByteBuffer.allocate(Math.multiplyExact(height, width + 1));
        for (int y = 0; y < height; y++) {
            byte unfiltered = 0;
            rows.put(unfiltered).put(pixels, y * width, width);
        }
        chunk(out, "IDAT", deflate(rows.array()));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] data) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 14];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
