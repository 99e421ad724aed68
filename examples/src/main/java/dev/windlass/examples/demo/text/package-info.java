/** Reading English text: sentences, words, what they weigh and what they say. Pure functions. */
@NullMarked
package dev.windlass.examples.demo.text;

import org.jspecify.annotations.NullMarked;
