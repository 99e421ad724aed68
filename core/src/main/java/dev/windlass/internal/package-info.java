/** The engine. Not an API: anything here may change without notice. */
@NullMarked
package dev.windlass.internal;

import org.jspecify.annotations.NullMarked;
