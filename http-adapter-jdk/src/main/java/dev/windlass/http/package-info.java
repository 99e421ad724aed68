/** The HTTP server over com.sun.net.httpserver; the only package that knows it. */
@NullMarked
package dev.windlass.http;

import org.jspecify.annotations.NullMarked;
