/** What all surfaces do alike: idempotency keys, conditional requests, waiting, paging. */
@NullMarked
package dev.windlass.http.rules;

import org.jspecify.annotations.NullMarked;
