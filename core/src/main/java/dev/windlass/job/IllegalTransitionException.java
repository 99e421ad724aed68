package dev.windlass.job;

/** A state machine was asked for a move that it does not have (seed rows T3, M1). */
public final class IllegalTransitionException extends WindlassException {

    private static final long serialVersionUID = 1L;

    IllegalTransitionException(String machine, String from, String to) {
        super(machine + " cannot go from " + from + " to " + to, null);
    }
}
