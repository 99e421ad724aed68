package dev.windlass.examples.demo.text;

/** Which way a text leans. */
public enum Sentiment {
    POSITIVE,
    NEUTRAL,
    NEGATIVE
}
