/** The safetensors format: named tensors and text in one file, written as a whole or not at all, and read with every check that its header allows. */
package org.unshatter.safetensors;
