/** A scheduler, its store and its HTTP server as one process, configured by flags. */
@NullMarked
package dev.windlass.http.server;

import org.jspecify.annotations.NullMarked;
