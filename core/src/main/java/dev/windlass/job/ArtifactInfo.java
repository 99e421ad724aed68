package dev.windlass.job;

/**
 * What is known of an artifact besides its bytes (seed row A6).
 *
 * @param name unique within its run, see {@link ArtifactNames}
 * @param contentType a media type, for example {@code text/plain; charset=utf-8}
 * @param size in bytes
 * @param sha256 of the bytes, 64 lower-case hex digits
 */
public record ArtifactInfo(String name, String contentType, long size, String sha256) {}
