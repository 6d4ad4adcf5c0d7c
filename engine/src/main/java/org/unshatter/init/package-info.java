/**
 * How weights start. {@link org.unshatter.init.Initializers} has all initialisers, each a value with its source; {@link org.unshatter.init.RandomStreams} has the random
 * numbers, of one seed and a label.
 */
package org.unshatter.init;
