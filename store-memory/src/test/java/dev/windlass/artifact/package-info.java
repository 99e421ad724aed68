@NullMarked
package dev.windlass.artifact;

import org.jspecify.annotations.NullMarked;
