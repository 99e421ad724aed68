@NullMarked
package dev.windlass.internal.artifact;

import org.jspecify.annotations.NullMarked;
