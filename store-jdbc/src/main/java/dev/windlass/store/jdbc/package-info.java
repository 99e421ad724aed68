/**
 * A {@link dev.windlass.spi.JobStore} on H2 (one process) and PostgreSQL 13 or later (any number of processes). Start at
 * {@link dev.windlass.store.jdbc.JdbcJobStore}; everything else is one small class per table or duty.
 */
@NullMarked
package dev.windlass.store.jdbc;

import org.jspecify.annotations.NullMarked;
