-- H2 commits each of these statements by itself, so each bears being repeated: a process may have died half-way.

-- A lane that was empty and unused for a while is retired, and looked at no more until it is used again.
ALTER TABLE windlass_lane ADD COLUMN IF NOT EXISTS used_at bigint;
UPDATE windlass_lane SET used_at = CAST(extract(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS bigint) WHERE used_at IS NULL;
ALTER TABLE windlass_lane ALTER COLUMN used_at SET NOT NULL;
ALTER TABLE windlass_lane ADD COLUMN IF NOT EXISTS retired boolean;
UPDATE windlass_lane SET retired = false WHERE retired IS NULL;
ALTER TABLE windlass_lane ALTER COLUMN retired SET NOT NULL;

-- Set on the row that ended its job, like job_status, so that jobs are found by how they ended however many wait.
ALTER TABLE windlass_run ADD COLUMN IF NOT EXISTS job_created_at bigint;
UPDATE windlass_run SET job_created_at = (SELECT j.created_at FROM windlass_job j WHERE j.id = windlass_run.job_id)
    WHERE job_status IS NOT NULL;
CREATE INDEX IF NOT EXISTS windlass_run_ended ON windlass_run (job_status, job_created_at, job_id);

ALTER TABLE windlass_cancelled ADD COLUMN IF NOT EXISTS created_at bigint;
UPDATE windlass_cancelled SET created_at =
    coalesce((SELECT j.created_at FROM windlass_job j WHERE j.id = windlass_cancelled.job_id), at);
ALTER TABLE windlass_cancelled ALTER COLUMN created_at SET NOT NULL;
CREATE INDEX IF NOT EXISTS windlass_cancelled_created ON windlass_cancelled (created_at, job_id);

ALTER TABLE windlass_event ADD COLUMN IF NOT EXISTS traceparent varchar;

INSERT INTO windlass_schema (version, file) VALUES (2, 'V002__ended_jobs_and_lanes.sql');
