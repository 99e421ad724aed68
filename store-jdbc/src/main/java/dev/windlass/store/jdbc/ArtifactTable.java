package dev.windlass.store.jdbc;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.spi.ArtifactStore.Chunk;
import dev.windlass.spi.RunToken;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bytes of artifacts, {@code windlass_artifact}, in chunks. */
final class ArtifactTable {

    private final RunningTable running;

    ArtifactTable(RunningTable running) {
        this.running = running;
    }

    /** Holds the run's row locked meanwhile, so that no chunk comes in behind the run's end. */
    boolean write(Handle handle, RunToken token, String name, int index, byte[] bytes) {
        Live live = running.lock(handle, RunningTable.workId(token))
                .filter(found -> found.place().fence() == token.fence())
                .orElse(null);
        if (live == null) {
            return false;
        }
        if (!live.hasChunks()) {
            handle.createUpdate("UPDATE windlass_running SET has_chunks = true WHERE work_id = :id")
                    .bind("id", live.workId())
                    .execute();
        }
        replace(handle, token.runId(), name, index, bytes);
        return true;
    }

    private static void replace(Handle handle, UUID runId, String name, int index, byte[] bytes) {
        int replaced = handle.createUpdate(
                        "UPDATE windlass_artifact SET bytes = :bytes WHERE run_id = :run AND name = :name AND chunk = :chunk")
                .bind("bytes", bytes)
                .bind("run", runId)
                .bind("name", name)
                .bind("chunk", index)
                .execute();
        if (replaced == 0) {
            handle.createUpdate("INSERT INTO windlass_artifact (run_id, name, chunk, bytes)"
                            + " VALUES (:run, :name, :chunk, :bytes)")
                    .bind("bytes", bytes)
                    .bind("run", runId)
                    .bind("name", name)
                    .bind("chunk", index)
                    .execute();
        }
    }

    List<Chunk> read(Handle handle, UUID runId, @Nullable String name, int index) {
        return handle.createQuery("SELECT name, bytes FROM windlass_artifact WHERE run_id = :run AND chunk = :chunk"
                        + (name == null ? "" : " AND name = :name") + " ORDER BY name")
                .bind("run", runId)
                .bind("chunk", index)
                .bind("name", name)
                .map(rows -> new Chunk(rows.getString(1), index, rows.getBytes(2)))
                .list();
    }

    /** Drops what the run wrote under other names: artifacts that were never closed, or all of a run that leaves no trace. */
    void keepOnly(Handle handle, UUID runId, Collection<ArtifactInfo> kept) {
        handle.createUpdate("DELETE FROM windlass_artifact WHERE run_id = :run AND NOT (name = ANY(:kept))")
                .bind("run", runId)
                .bindArray(
                        "kept",
                        String.class,
                        kept.stream().map(ArtifactInfo::name).toList())
                .execute();
    }

    void deleteOfJobs(Handle handle, Collection<UUID> jobIds) {
        handle.createUpdate("DELETE FROM windlass_artifact WHERE run_id IN"
                        + " (SELECT h.id FROM windlass_run h WHERE h.job_id = ANY(:jobs))")
                .bindArray("jobs", UUID.class, List.copyOf(jobIds))
                .execute();
    }

    void deleteOf(Handle handle, Collection<UUID> runIds) {
        handle.createUpdate("DELETE FROM windlass_artifact WHERE run_id = ANY(:runs)")
                .bindArray("runs", UUID.class, List.copyOf(runIds))
                .execute();
    }
}
