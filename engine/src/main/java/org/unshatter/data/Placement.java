package org.unshatter.data;

/**
 * How an image is laid into the frame of its size.
 *
 * @param down     rows it is moved down, or up if negative
 * @param right    columns it is moved to the right, or left if negative
 * @param mirrored whether left and right are exchanged, before it is moved
 */
public record Placement(int down, int right, boolean mirrored) {

    /** The image as it is. */
    public static final Placement UNCHANGED = new Placement(0, 0, false);
}
