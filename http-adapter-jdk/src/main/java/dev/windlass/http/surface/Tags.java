package dev.windlass.http.surface;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.Progress;
import dev.windlass.job.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags (RFC 9110 section 8.8.3), from what can change of a thing, hashed to 64 bits: a 304 costs no rendering. A run's heartbeat is
 * left out on purpose: it is not news that a reader waits for, and with it no poll of a running job would ever be answered with 304.
 */
final class Tags {

    private Tags() {}

    /** @param surface first letter, so that the surfaces' tags never meet; @param word the surface's own status word */
    static String of(char surface, Enum<?> word, Job job) {
        Mixer mixer = new Mixer()
                .add(word.ordinal())
                .add(job.status().ordinal())
                .add(job.attempt())
                .add(job.starts())
                .add(job.phase() == null ? -1 : job.phase().ordinal())
                .add(job.spec().priority())
                .add(job.spec().dueAt())
                .add(job.nextAttemptAt())
                .add(job.startedAt())
                .add(job.finishedAt())
                .add(job.updatedAt())
                .add(job.cancelRequestedAt())
                .add(job.expiresAt())
                .add(job.warnings().size())
                .add(job.node());
        return quoted(surface, add(mixer, job.progress()));
    }

    static String of(char surface, Enum<?> word, JobRun run) {
        Mixer mixer = new Mixer()
                .add(word.ordinal())
                .add(run.status().ordinal())
                .add(run.phase() == null ? -1 : run.phase().ordinal())
                .add(run.startedAt())
                .add(run.finishedAt())
                .add(run.expiresAt())
                .add(run.warnings().size())
                .add(run.node());
        return quoted(surface, add(mixer, run.progress()));
    }

    private static Mixer add(Mixer mixer, Progress progress) {
        return mixer.add(progress.percent() == null ? -1 : progress.percent())
                .add(progress.completed() == null ? -1 : progress.completed())
                .add(progress.total() == null ? -1 : progress.total())
                .add(progress.message());
    }

    private static String quoted(char surface, Mixer mixer) {
        return "\"" + surface + Long.toHexString(mixer.hash()) + "\"";
    }

    /** The version comes first, and is what {@code If-Match} looks at; what the engine itself changes follows. */
    static String of(Resource resource, @Nullable Instant... engineMade) {
        Mixer mixer = new Mixer();
        for (Instant instant : engineMade) {
            mixer.add(instant);
        }
        return "\"" + resource.version() + "-" + Long.toHexString(mixer.hash()) + "\"";
    }

    /** Mixes values into 64 well-spread bits. */
    private static final class Mixer {

        private static final long PRIME = 0x9E3779B97F4A7C15L;

        private long state = PRIME;

        Mixer add(long value) {
            state = (Long.rotateLeft(state, 23) ^ value) * PRIME;
            state ^= state >>> 29;
            return this;
        }

        Mixer add(@Nullable Instant instant) {
            return instant == null ? add(-1) : add(instant.getEpochSecond()).add(instant.getNano());
        }

        Mixer add(@Nullable String text) {
            add(text == null ? -1 : text.length());
            for (int i = 0; text != null && i < text.length(); i++) {
                add(text.charAt(i));
            }
            return this;
        }

        long hash() {
            return state;
        }
    }
}
