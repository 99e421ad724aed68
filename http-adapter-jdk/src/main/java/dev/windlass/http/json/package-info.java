/** Strict reading of JSON bodies: what is accepted has one meaning, and what is refused is named by JSON pointer. */
@NullMarked
package dev.windlass.http.json;

import org.jspecify.annotations.NullMarked;
