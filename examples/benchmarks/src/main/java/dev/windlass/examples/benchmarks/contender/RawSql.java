package dev.windlass.examples.benchmarks.contender;

/** The statements of the hand-written limit: the rows that Windlass writes, with no more indexes than they need. */
final class RawSql {

    static final String TABLES = """
            CREATE TABLE raw_job (id uuid PRIMARY KEY, type varchar(100) NOT NULL, payload varchar NOT NULL,
                created_at bigint NOT NULL);
            CREATE TABLE raw_ready (rnk smallint NOT NULL, due_at bigint NOT NULL, job_id uuid NOT NULL,
                PRIMARY KEY (rnk, due_at, job_id));
            CREATE TABLE raw_running (job_id uuid PRIMARY KEY, run_id uuid NOT NULL, due_at bigint NOT NULL,
                claimed_at bigint NOT NULL);
            CREATE TABLE raw_run (id uuid PRIMARY KEY, job_id uuid NOT NULL, claimed_at bigint NOT NULL,
                started_at bigint NOT NULL, finished_at bigint NOT NULL, status smallint NOT NULL);
            CREATE INDEX raw_run_job ON raw_run (job_id)""";

    static final String INSERT_JOB = "INSERT INTO raw_job (id, type, payload, created_at) VALUES (?, ?, ?, ?)";
    static final String INSERT_READY = "INSERT INTO raw_ready (rnk, due_at, job_id) VALUES (?, ?, ?)";

    /** One statement, so that a single job costs one round trip and one commit. */
    static final String SUBMIT = """
            WITH j AS (INSERT INTO raw_job (id, type, payload, created_at) VALUES (?, ?, ?, ?) RETURNING id, created_at)
            INSERT INTO raw_ready (rnk, due_at, job_id) SELECT 5, created_at, id FROM j""";

    static final String SUBMIT_MANY = """
            WITH j AS (
                INSERT INTO raw_job (id, type, payload, created_at)
                SELECT i.id, ?, i.payload, i.at FROM unnest(?, ?, ?) AS i(id, payload, at) RETURNING id, created_at)
            INSERT INTO raw_ready (rnk, due_at, job_id) SELECT 5, created_at, id FROM j""";

    static final String CLAIM = """
            WITH x AS MATERIALIZED (
                SELECT ctid FROM raw_ready ORDER BY rnk, due_at, job_id LIMIT ? FOR UPDATE SKIP LOCKED),
            d AS (DELETE FROM raw_ready WHERE ctid = ANY(ARRAY(SELECT ctid FROM x)) RETURNING job_id, due_at),
            r AS (
                INSERT INTO raw_running (job_id, run_id, due_at, claimed_at)
                SELECT job_id, gen_random_uuid(), due_at, ? FROM d RETURNING job_id, run_id)
            SELECT r.job_id, r.run_id, j.payload FROM r JOIN raw_job j ON j.id = r.job_id""";

    static final String FINISH = """
            WITH d AS (
                DELETE FROM raw_running r USING unnest(?, ?, ?) AS i(job_id, started_at, finished_at)
                WHERE r.job_id = i.job_id RETURNING r.*, i.started_at, i.finished_at)
            INSERT INTO raw_run (id, job_id, claimed_at, started_at, finished_at, status)
            SELECT run_id, job_id, claimed_at, started_at, finished_at, 2 FROM d""";

    static final String H2_HEADS = """
            SELECT q.rnk, q.due_at, q.job_id, j.payload FROM raw_ready q JOIN raw_job j ON j.id = q.job_id
            ORDER BY q.rnk, q.due_at, q.job_id LIMIT ?""";

    static final String H2_TAKE = "DELETE FROM raw_ready WHERE rnk = ? AND due_at = ? AND job_id = ?";
    static final String H2_RUNNING = "INSERT INTO raw_running (job_id, run_id, due_at, claimed_at) VALUES (?, ?, ?, ?)";
    static final String H2_END = "DELETE FROM raw_running WHERE job_id = ?";
    static final String H2_RUN = """
            INSERT INTO raw_run (id, job_id, claimed_at, started_at, finished_at, status) VALUES (?, ?, ?, ?, ?, 2)""";

    private RawSql() {}
}
