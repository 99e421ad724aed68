/**
 * How jobs and their kin are written for others: one view per surface, the same bytes in an HTTP answer and in a webhook (seed row C10).
 * Views only write; they hold no rules of the state machines and know neither HTTP nor stores. Beside them, the one text of a value by
 * which two requests are compared. Everything here is stateless or confined to its caller.
 */
@NullMarked
package dev.windlass.json;

import org.jspecify.annotations.NullMarked;
