package dev.windlass.webhook;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.json.AsyncEvent;
import dev.windlass.json.AsyncState;
import dev.windlass.json.AsyncView;
import dev.windlass.json.ContractView;
import dev.windlass.json.Envelope;
import dev.windlass.json.JsonOut;
import dev.windlass.json.StatusView;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The bodies of events: the API's own objects behind an envelope (seed row C10). */
record Bodies(int inlineBytes, @Nullable URI publicUrl) {

    static byte[] job(Envelope envelope, Job job) {
        return JsonOut.object(out -> {
            envelope.members(out);
            ContractView.jobMembers(out, job);
        });
    }

    byte[] run(Envelope envelope, JobRun run, Supplier<Map<String, byte[]>> artifacts) {
        Map<String, byte[]> inline = inline(run, artifacts);
        return JsonOut.object(out -> {
            envelope.members(out);
            ContractView.runMembers(out, run, inline);
        });
    }

    static byte[] status(Envelope envelope, Job job) {
        return JsonOut.object(out -> {
            envelope.members(out);
            StatusView.members(out, job, envelope.timestamp());
        });
    }

    byte[] state(
            Envelope envelope,
            AsyncState state,
            Job job,
            @Nullable JobRun run,
            Supplier<Map<String, byte[]>> artifacts) {
        Map<String, byte[]> inline = run == null ? Map.of() : inline(run, artifacts);
        AsyncEvent event =
                new AsyncEvent(state, job, run, inline, envelope.sequence(), envelope.timestamp(), publicUrl);
        return JsonOut.bytes(out -> AsyncView.writeEvent(out, event));
    }

    /** All of them or none, by the sum of their sizes (seed row A6); the bytes are asked for only then. */
    private Map<String, byte[]> inline(JobRun run, Supplier<Map<String, byte[]>> artifacts) {
        long sum = run.artifacts().stream().mapToLong(ArtifactInfo::size).sum();
        return run.artifacts().isEmpty() || sum >= inlineBytes ? Map.of() : artifacts.get();
    }
}
