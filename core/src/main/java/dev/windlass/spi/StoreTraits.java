package dev.windlass.spi;

/**
 * What kind of store it is.
 *
 * @param blocking whether calls do I/O. Then writes are group-committed on a thread of their own; otherwise they run on the caller's
 * @param shared whether other processes can change the same data
 * @param durable whether it outlives the process
 */
public record StoreTraits(boolean blocking, boolean shared, boolean durable) {}
