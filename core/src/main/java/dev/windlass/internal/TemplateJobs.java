package dev.windlass.internal;

import dev.windlass.internal.Turns.Turn;
import dev.windlass.internal.schedule.ScheduledJobs;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.Firing;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the jobs of schedules. Thread-safe. */
final class TemplateJobs implements ScheduledJobs {

    private final Engine engine;
    private final Aftermath aftermath;

    TemplateJobs(Engine engine, Aftermath aftermath) {
        this.engine = engine;
        this.aftermath = aftermath;
    }

    @Override
    public JobSpec newJob(Schedule schedule, @Nullable JobTemplate template, Instant dueAt, Trigger trigger) {
        if (template == null) {
            throw new NotFoundException("template", schedule.templateId());
        }
        return engine.factory().scheduled(schedule, template, dueAt, trigger);
    }

    @Override
    public UUID newId() {
        return engine.ids().get();
    }

    @Override
    public List<EventDraft> queuedEvents(JobSpec job) {
        return engine.events().queued(Job.queued(job));
    }

    @Override
    public List<EventDraft> skippedEvents(Job job, JobRun run) {
        return engine.events().skipped(job, run);
    }

    @Override
    public Committing committing(List<Firing.Fire> fires) {
        Map<UUID, Turn> turns = new HashMap<>();
        fires.forEach(
                fire -> turns.put(fire.job().id(), aftermath.turn(fire.job().id())));
        return new Committing() {
            @Override
            public void fired(List<Firing.Fire> committed) {
                committed.forEach(
                        fire -> tell(fire, turns.getOrDefault(fire.job().id(), Turns.NONE)));
            }

            @Override
            public void close() {
                turns.values().forEach(Turn::pass);
            }
        };
    }

    private void tell(Firing.Fire fire, Turn turn) {
        aftermath.stored(fire.events());
        if (fire.skipped() == null) {
            aftermath.submitted(fire.job(), turn);
            engine.dispatcher.committed(fire.job());
        }
    }
}
