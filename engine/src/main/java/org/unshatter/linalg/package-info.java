/** Small dense problems in double precision, for diagnostics: singular values, eigenvalues, the extremes of what is known by its products alone, clusters. */
package org.unshatter.linalg;
