/**
 * Closed forms and recursions for the gradients of random nets of infinite width, beside the theorems of Balduzzi et al. 2017, section 3. C(i) is the expected square of
 * the gradient at input i, C(i, j) the covariance of those at two inputs, R(i, j) their correlation; L is the depth.
 */
package org.unshatter.theory;
