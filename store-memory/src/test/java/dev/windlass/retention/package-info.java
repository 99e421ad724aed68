@NullMarked
package dev.windlass.retention;

import org.jspecify.annotations.NullMarked;
