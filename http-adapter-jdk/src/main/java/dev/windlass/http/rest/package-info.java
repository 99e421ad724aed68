/**
 * The HTTP vocabulary of the routes: requests, answers, problems, routes. Knows nothing of any server; immutable and safe to share
 * between threads unless a type says otherwise.
 */
@NullMarked
package dev.windlass.http.rest;

import org.jspecify.annotations.NullMarked;
