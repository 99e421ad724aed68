@NullMarked
package dev.windlass.webhook;

import org.jspecify.annotations.NullMarked;
