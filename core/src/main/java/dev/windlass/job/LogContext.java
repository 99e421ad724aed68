package dev.windlass.job;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Says in the logging context, SLF4J's MDC, which attempt a handler works on. */
final class LogContext {

    private LogContext() {}

    /** A handler that does the same, with the keys of {@link JobType#withLogContext} set meanwhile. */
    static <P> JobHandler<P> around(JobHandler<P> handler) {
        return (params, context) -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            try {
                enter(context);
                return handler.run(params, context);
            } finally {
                restore(before);
            }
        };
    }

    private static void enter(RunContext context) {
        UUID job = context.jobId();
        if (job != null) {
            MDC.put("windlass.job_id", Ids.prefixed("job", job));
        }
        MDC.put("windlass.run_id", Ids.prefixed("run", context.runId()));
        MDC.put("windlass.job_type", context.jobType());
        MDC.put("windlass.attempt", Integer.toString(context.attempt()));
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
