/** Finding, reading and analysing a document, and the job type for it. */
@NullMarked
package dev.windlass.examples.demo.document;

import org.jspecify.annotations.NullMarked;
