@NullMarked
package dev.windlass.store.jdbc;

import org.jspecify.annotations.NullMarked;
