package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.WinogradKernel;

/** The transformed input, V = Bᵀ·d·B for each plane and each tile, and where there is none, zeros in its place. */
final class WinogradInput {

    private static final WinogradKernel KERNEL = Dispatch.KERNELS.winograd();
    private static final int LANES = Images.LANES;

    /** Columns that the tiles of a run see. */
    static int columns(int tiles) {
        return 2 * tiles + 2;
    }

    private Images images;
    private float[] x;
    private int xOffset;
    private boolean split;
    private int top;
    private int left;

    /**
     * Sets what is read.
     *
     * @param split whether it is read through CReLU
     * @param top   rows of zeros above the images; the other borders are whatever tiles see of them
     * @param left  columns of zeros before the images
     */
    void set(Images images, float[] x, int xOffset, boolean split, int top, int left) {
        this.images = images;
        this.x = x;
        this.xOffset = xOffset;
        this.split = split;
        this.top = top;
        this.left = left;
    }

    /** What stays here between calls must not keep the caller's array alive. */
    void forget() {
        x = null;
    }

    /** Planes that are read, those of CReLU counted twice. */
    int planes() {
        return (split ? 2 : 1) * images.channels();
    }

    /**
     * Transforms some tiles.
     *
     * @param row   the first row of points that is wanted
     * @param rows  how many rows of points are wanted
     * @param v     where plane c of tile first + j goes, at point p of these: {@code vAt + p · vPoint + c · vPlane + j · 16}
     * @param room  in the same array, for five rows of the tiles' columns
     */
    void read(WinogradTiles tiles, int first, int count, int row, int rows, float[] v, int vAt, int vPlane, int vPoint, int room) {
        for (int done = 0, run; done < count; done += run) {
            run = tiles.run(first + done, count - done);
            read(tiles.block(first + done), tiles.row(first + done) - top, tiles.column(first + done) - left, run, row, rows,
                    v, vAt + done * LANES, vPlane, vPoint, room);
        }
    }

    private void read(int block, int y, int column, int tiles, int row, int rows,
                      float[] v, int vAt, int vPlane, int vPoint, int room) {
        int length = columns(tiles) * LANES;
        Arrays.fill(v, room, room + 5 * length, 0f);
        int t = room + length;
        int from = Math.clamp(column, 0, images.width());
        int to = Math.clamp((long) column + columns(tiles), from, images.width());
        int inside = t + (from - column) * LANES;
        int n = (to - from) * LANES;
        int step = images.width() * LANES;
        int at = xOffset + block * images.blockLength() + y * step + from * LANES;
        float[] x0 = has(y) ? x : v;
        float[] x1 = has(y + 1) ? x : v;
        float[] x2 = has(y + 2) ? x : v;
        float[] x3 = has(y + 3) ? x : v;
        for (int channel = 0; channel < images.channels(); channel++, at += images.planeLength()) {
            int at0 = x0 == x ? at : room;
            int at1 = x1 == x ? at + step : room;
            int at2 = x2 == x ? at + 2 * step : room;
            int at3 = x3 == x ? at + 3 * step : room;
            int out = vAt + channel * vPlane;
            if (split) {
                KERNEL.rectifiedColumns(n, 1, x0, at0, x1, at1, x2, at2, x3, at3, v, inside, length);
                KERNEL.inputRows(rows, tiles, v, t + row * length, length, v, out, vPoint);
                KERNEL.rectifiedColumns(n, -1, x0, at0, x1, at1, x2, at2, x3, at3, v, inside, length);
                KERNEL.inputRows(rows, tiles, v, t + row * length, length, v, out + images.channels() * vPlane, vPoint);
            } else {
                KERNEL.inputColumns(n, x0, at0, x1, at1, x2, at2, x3, at3, v, inside, length);
                KERNEL.inputRows(rows, tiles, v, t + row * length, length, v, out, vPoint);
            }
        }
    }

    private boolean has(int y) {
        return y >= 0 && y < images.height();
    }
}
