package dev.windlass.job;

/** Something that went wrong in a run that completed all the same: partial success (seed rows T10, M11). */
public record Warning(String code, String message) {}
