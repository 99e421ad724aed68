@NullMarked
package dev.windlass.internal;

import org.jspecify.annotations.NullMarked;
