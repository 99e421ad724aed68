/** Routes for those who operate the server. */
@NullMarked
package dev.windlass.http.operation;

import org.jspecify.annotations.NullMarked;
