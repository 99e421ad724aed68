/**
 * The vocabulary: jobs, runs, templates, schedules, their statuses and the exceptions. Pure values, no I/O. Everything here is
 * immutable and safe to share between threads unless its own page says otherwise.
 */
@NullMarked
package dev.windlass.job;

import org.jspecify.annotations.NullMarked;
