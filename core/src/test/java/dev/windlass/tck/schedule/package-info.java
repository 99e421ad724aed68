@NullMarked
package dev.windlass.tck.schedule;

import org.jspecify.annotations.NullMarked;
