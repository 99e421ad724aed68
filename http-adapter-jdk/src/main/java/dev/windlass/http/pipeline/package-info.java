/** What every request passes through on its way to its route, and every answer on its way back. Knows nothing of any server. */
@NullMarked
package dev.windlass.http.pipeline;

import org.jspecify.annotations.NullMarked;
