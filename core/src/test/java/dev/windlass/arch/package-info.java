/** Rules about who may use what, for each module to check its own classes with. */
@NullMarked
package dev.windlass.arch;

import org.jspecify.annotations.NullMarked;
