package dev.windlass.examples.demo.text;

import java.util.Map;

/**
 * How much a text says.
 *
 * @param unique different words, whatever their case
 * @param top the most frequent words that carry meaning with their counts, most frequent first
 */
public record WordCounts(int words, int unique, int sentences, int characters, Map<String, Integer> top) {}
