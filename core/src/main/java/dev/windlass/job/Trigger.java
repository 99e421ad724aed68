package dev.windlass.job;

/** Why a run exists. {@code RETRY} is a manual retry; automatic attempts keep their job's trigger. */
public enum Trigger {
    MANUAL,
    SCHEDULE,
    RETRY,
    DIRECT
}
