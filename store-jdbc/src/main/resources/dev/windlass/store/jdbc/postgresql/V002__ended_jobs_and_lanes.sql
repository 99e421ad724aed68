-- A lane that was empty and unused for a while is retired, and looked at no more until it is used again.
ALTER TABLE windlass_lane ADD COLUMN used_at bigint;
UPDATE windlass_lane SET used_at = CAST(extract(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS bigint) WHERE used_at IS NULL;
ALTER TABLE windlass_lane ALTER COLUMN used_at SET NOT NULL;
ALTER TABLE windlass_lane ADD COLUMN retired boolean;
UPDATE windlass_lane SET retired = false WHERE retired IS NULL;
ALTER TABLE windlass_lane ALTER COLUMN retired SET NOT NULL;

-- Set on the row that ended its job, like job_status, so that jobs are found by how they ended however many wait.
ALTER TABLE windlass_run ADD COLUMN job_created_at bigint;
UPDATE windlass_run SET job_created_at = (SELECT j.created_at FROM windlass_job j WHERE j.id = windlass_run.job_id)
    WHERE job_status IS NOT NULL;
DROP INDEX windlass_run_trouble;
CREATE INDEX windlass_run_ended ON windlass_run (job_status, job_created_at, job_id) WHERE job_status IS NOT NULL;

ALTER TABLE windlass_cancelled ADD COLUMN created_at bigint;
UPDATE windlass_cancelled SET created_at =
    coalesce((SELECT j.created_at FROM windlass_job j WHERE j.id = windlass_cancelled.job_id), at);
ALTER TABLE windlass_cancelled ALTER COLUMN created_at SET NOT NULL;
CREATE INDEX windlass_cancelled_created ON windlass_cancelled (created_at, job_id);

ALTER TABLE windlass_event ADD COLUMN traceparent varchar;

-- Not for one lane: with statistics that know a single lane the planner would take it there, and read a whole backlog.
DROP INDEX windlass_outbox_next;
CREATE INDEX windlass_outbox_next ON windlass_outbox ((next_at + 0));

INSERT INTO windlass_schema (version, file) VALUES (2, 'V002__ended_jobs_and_lanes.sql');
