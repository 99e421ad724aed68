/** A small metrics registry in the Prometheus text format. */
@NullMarked
package dev.windlass.http.metrics;

import org.jspecify.annotations.NullMarked;
