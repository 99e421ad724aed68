/**
 * The REST surfaces: one routes class per resource of the contract and one per seed surface, each a thin view over {@code dev.windlass}'s
 * facade in its own words. No class here decides anything about jobs; none knows a server.
 */
@NullMarked
package dev.windlass.http.surface;

import org.jspecify.annotations.NullMarked;
