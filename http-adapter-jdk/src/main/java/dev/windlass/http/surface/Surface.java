package dev.windlass.http.surface;

/** A set of endpoints that can be switched off. A job made through one is visible through all. */
public enum Surface {
    /** {@code /api}: templates, schedules, jobs, runs, queue, events, webhooks (seed-001). */
    CONTRACT,
    /** {@code /api/direct} and the paths that the host registers (seed-001, section 6). */
    DIRECT,
    /** {@code /v1/jobs} and {@code /v1/runs} (seed-000, seed-002). */
    STATUS,
    /** {@code /v1/bots} and {@code /v1/tasks} (seed-004). */
    TASKS,
    /** {@code /jobs} (seed-003). */
    ASYNC
}
