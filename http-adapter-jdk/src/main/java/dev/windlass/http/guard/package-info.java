/** Who may do what, how often, and from which web pages. */
@NullMarked
package dev.windlass.http.guard;

import org.jspecify.annotations.NullMarked;
