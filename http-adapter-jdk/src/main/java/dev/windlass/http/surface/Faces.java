package dev.windlass.http.surface;

import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.json.AsyncState;
import dev.windlass.json.AsyncView;
import dev.windlass.json.ContractView;
import dev.windlass.json.JsonOut;
import dev.windlass.json.StatusView;
import dev.windlass.json.StatusWord;
import dev.windlass.json.TaskView;
import dev.windlass.json.TaskWord;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The faces of jobs and runs on each surface. */
final class Faces {

    private Faces() {}

    static String jobPath(UUID id) {
        return "/api/jobs/" + Ids.prefixed("job", id);
    }

    static String runPath(UUID id) {
        return "/api/job-runs/" + Ids.prefixed("run", id);
    }

    /** What all faces of a job have in common. */
    private abstract static class JobFace implements Face<Job> {

        @Override
        public boolean ended(Job job) {
            return job.status().isTerminal();
        }

        @Override
        public Instant since(Job job) {
            return job.startedAt() == null ? job.spec().createdAt() : job.startedAt();
        }
    }

    static Face<Job> contractJob() {
        return new JobFace() {
            @Override
            public String location(Job job) {
                return jobPath(job.id());
            }

            @Override
            public String tag(Job job) {
                return Tags.of('c', job.status(), job);
            }

            @Override
            public byte[] body(Job job) {
                return JsonOut.bytes(out -> ContractView.writeJob(out, job));
            }
        };
    }

    static Face<Job> status(Host host) {
        return new JobFace() {
            @Override
            public String location(Job job) {
                return "/v1/jobs/" + Ids.prefixed("job", job.id());
            }

            @Override
            public String tag(Job job) {
                return Tags.of('s', StatusWord.of(job, host.now()), job);
            }

            @Override
            public byte[] body(Job job) {
                return JsonOut.bytes(out -> StatusView.write(out, job, host.now()));
            }

            @Override
            public @Nullable Instant changesByItself(Job job) {
                return StatusWord.of(job, host.now()) == StatusWord.SCHEDULED
                        ? job.spec().dueAt()
                        : null;
            }
        };
    }

    static Face<Job> task(Host host) {
        return new JobFace() {
            @Override
            public String location(Job job) {
                return "/v1/tasks/" + TaskView.id(job.id());
            }

            @Override
            public String tag(Job job) {
                return Tags.of('t', TaskWord.of(job), job);
            }

            @Override
            public byte[] body(Job job) {
                String resultRef = Outputs.reference(host, job);
                return JsonOut.bytes(out -> TaskView.write(out, job, resultRef));
            }
        };
    }

    static Face<Job> async(Host host) {
        return new JobFace() {
            @Override
            public String location(Job job) {
                return "/jobs/" + AsyncView.id(job.id());
            }

            @Override
            public String tag(Job job) {
                return Tags.of('a', AsyncState.of(job), job);
            }

            @Override
            public byte[] body(Job job) {
                JobRun run = job.lastRunId() == null || !ended(job)
                        ? null
                        : host.scheduler.runs().find(job.lastRunId()).orElse(null);
                Map<String, byte[]> inline = run == null ? Map.of() : inline(host, run);
                return JsonOut.bytes(out -> AsyncView.write(out, job, run, inline));
            }
        };
    }

    private static Map<String, byte[]> inline(Host host, JobRun run) {
        return run.artifacts().isEmpty() ? Map.of() : host.scheduler.runs().inlineArtifacts(run);
    }

    private abstract static class RunFace implements Face<JobRun> {

        @Override
        public boolean ended(JobRun run) {
            return run.status().isTerminal();
        }

        @Override
        public Instant since(JobRun run) {
            return run.startedAt() == null ? run.createdAt() : run.startedAt();
        }
    }

    static Face<JobRun> contractRun(Host host) {
        return new RunFace() {
            @Override
            public String location(JobRun run) {
                return runPath(run.id());
            }

            @Override
            public String tag(JobRun run) {
                return Tags.of('r', run.status(), run);
            }

            @Override
            public byte[] body(JobRun run) {
                Map<String, byte[]> inline = inline(host, run);
                return JsonOut.bytes(out -> ContractView.writeRun(out, run, inline));
            }
        };
    }

    static Face<JobRun> statusRun(Host host) {
        return new RunFace() {
            @Override
            public String location(JobRun run) {
                return "/v1/runs/" + Ids.prefixed("run", run.id());
            }

            @Override
            public String tag(JobRun run) {
                return Tags.of('u', StatusWord.of(run, cancelling(run)), run);
            }

            @Override
            public byte[] body(JobRun run) {
                return JsonOut.bytes(out -> StatusView.write(out, run, cancelling(run)));
            }

            private boolean cancelling(JobRun run) {
                return !ended(run)
                        && run.jobId() != null
                        && host.scheduler
                                .jobs()
                                .find(run.jobId())
                                .filter(job -> job.cancelRequestedAt() != null)
                                .isPresent();
            }
        };
    }
}
