/**
 * When a schedule fires: cron expressions in three dialects, time zones, and what happens when the clock is put forward or back. Pure
 * reckoning, no store and no clock. Everything here is immutable and safe to share between threads.
 */
@NullMarked
package dev.windlass.cron;

import org.jspecify.annotations.NullMarked;
