package dev.windlass.examples.demo.document;

import dev.windlass.job.RunContext;
import java.net.URI;

/** Gets a document from elsewhere, at most {@link Document#MAX_BYTES}. Thread-safe. */
@FunctionalInterface
public interface DocumentFetcher {

    /**
     * Blocks until the document is here; gives up early when the attempt should stop.
     *
     * @param url http or https
     * @throws DocumentException when it cannot be had
     */
    Document fetch(URI url, RunContext context) throws DocumentException;
}
