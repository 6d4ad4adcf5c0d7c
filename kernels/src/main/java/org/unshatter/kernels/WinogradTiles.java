package org.unshatter.kernels;

/** Tiles of 2 × 2 pixels that cover the planes of images, numbered row by row through all blocks. The last ones may reach over the edge. */
final class WinogradTiles {

    private Images images;
    private int across;
    private int ofBlock;

    void cover(Images images) {
        this.images = images;
        across = Math.ceilDiv(images.width(), 2);
        ofBlock = Math.ceilDiv(images.height(), 2) * across;
    }

    /** Number of tiles. */
    int count() {
        return images.blocks() * ofBlock;
    }

    int block(int tile) {
        return tile / ofBlock;
    }

    /** The upper row of pixels. */
    int row(int tile) {
        return 2 * (tile % ofBlock / across);
    }

    /** The left column of pixels. */
    int column(int tile) {
        return 2 * (tile % ofBlock % across);
    }

    /** How many tiles from this one on lie in a row, at most so many. */
    int run(int tile, int most) {
        return Math.min(most, across - tile % ofBlock % across);
    }
}
