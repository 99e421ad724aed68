package dev.windlass.examples.demo.document;

import dev.windlass.job.RunResult;

/** A document cannot be had or read. */
public final class DocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retriable;

    private DocumentException(String code, String message, boolean retriable) {
        super(message);
        this.code = code;
        this.retriable = retriable;
    }

    /** Another attempt would end the same way. */
    public static DocumentException forGood(String code, String message) {
        return new DocumentException(code, message, false);
    }

    /** Something around it failed; another attempt may succeed. */
    public static DocumentException forNow(String code, String message) {
        return new DocumentException(code, message, true);
    }

    RunResult asResult() {
        String message = String.valueOf(getMessage());
        return retriable ? RunResult.failedForNow(code, message) : RunResult.failed(code, message);
    }
}
