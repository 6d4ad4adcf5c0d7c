package org.unshatter.kernels;

import java.util.Arrays;
import org.unshatter.kernels.scalar.WinogradKernel;

/**
 * The transformed gradient by the output, A·dy·Aᵀ for each plane and each tile of 2 × 2 pixels, without the signs of the last row and column, which
 * {@link WinogradWeightGradient} makes up for at the end. What a tile has beyond the edge is 0.
 */
final class WinogradGradient {

    private static final WinogradKernel KERNEL = Dispatch.KERNELS.winograd();
    private static final int LANES = Images.LANES;

    private Images images;
    private float[] dy;
    private int dyOffset;

    void set(Images images, float[] dy, int dyOffset) {
        this.images = images;
        this.dy = dy;
        this.dyOffset = dyOffset;
    }

    /** What stays here between calls must not keep the caller's array alive. */
    void forget() {
        dy = null;
    }

    /** Transforms some tiles; the arguments are those of {@link WinogradInput#read}. */
    void read(WinogradTiles tiles, int first, int count, int row, int rows, float[] v, int vAt, int vPlane, int vPoint, int room) {
        for (int done = 0, run; done < count; done += run) {
            int tile = first + done;
            run = tiles.run(tile, count - done);
            read(tiles.block(tile), tiles.row(tile), tiles.column(tile), run, row, rows, v, vAt + done * LANES, vPlane, vPoint, room);
        }
    }

    private void read(int block, int y, int column, int tiles, int row, int rows, float[] v, int vAt, int vPlane, int vPoint, int room) {
        int length = 2 * tiles * LANES;
        int n = Math.min(2 * tiles, images.width() - column) * LANES;
        int t = room + length;
        Arrays.fill(v, room, t + 4 * length, 0f);
        int at = dyOffset + block * images.blockLength() + (y * images.width() + column) * LANES;
        boolean both = y + 1 < images.height();
        for (int plane = 0; plane < images.channels(); plane++, at += images.planeLength()) {
            KERNEL.gradientColumns(n, dy, at, both ? dy : v, both ? at + images.width() * LANES : room, v, t, length);
            KERNEL.gradientRows(rows, tiles, v, t + row * length, length, v, vAt + plane * vPlane, vPoint);
        }
    }
}
