-- Windlass on H2 2.3 and later. The same tables as on PostgreSQL; H2 has no partial indexes and no storage parameters.
-- Times are microseconds since 1970-01-01 UTC.
-- H2 commits each of these statements by itself, so each bears being repeated: a process may have died half-way.
-- The queue is split by what a job does: a job waits in _ready (due) or _waiting (delayed, backing off), is claimed or runs in _running,
-- and each ended attempt is a row of _run. Hot tables are narrow and have no foreign keys.

-- Which of these files were run.
CREATE TABLE IF NOT EXISTS windlass_schema (
    version integer PRIMARY KEY,
    file varchar(200) NOT NULL,
    applied_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

-- Fencing tokens: one for each claim.
CREATE SEQUENCE IF NOT EXISTS windlass_fence;

-- One lane for each (queue, type, rank) in use; rnk is 9 - priority, so that lanes sort as they are dispatched.
CREATE TABLE IF NOT EXISTS windlass_lane (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue varchar(200) NOT NULL,
    type varchar(200) NOT NULL,
    rnk smallint NOT NULL,
    UNIQUE (queue, type, rnk)
);

-- A row for each paused queue; the empty name pauses all.
CREATE TABLE IF NOT EXISTS windlass_paused (
    queue varchar(200) PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS windlass_node (
    id uuid PRIMARY KEY,
    name varchar(300) NOT NULL,
    types varchar NOT NULL,
    slots integer NOT NULL,
    started_at bigint NOT NULL,
    renewed_at bigint NOT NULL,
    lease_until bigint NOT NULL,
    dead boolean NOT NULL DEFAULT false
);

-- What a job is to do; written once, changed only when a waiting job is moved.
CREATE TABLE IF NOT EXISTS windlass_job (
    id uuid PRIMARY KEY,
    created_at bigint NOT NULL,
    due_at bigint NOT NULL,
    retention bigint NOT NULL,
    lane integer NOT NULL,
    trigger_code smallint NOT NULL,
    delayed boolean NOT NULL,
    retry varchar(200) NOT NULL,
    params varchar NOT NULL,
    timeout bigint,
    template_id uuid,
    schedule_id uuid,
    retry_of uuid,
    callback_scope smallint,
    callback_url varchar,
    traceparent varchar,
    tags varchar,
    moved_at bigint
);
CREATE INDEX IF NOT EXISTS windlass_job_created ON windlass_job (created_at, id);
CREATE INDEX IF NOT EXISTS windlass_job_template ON windlass_job (template_id, created_at, id);
CREATE INDEX IF NOT EXISTS windlass_job_schedule ON windlass_job (schedule_id, created_at, id);

CREATE TABLE IF NOT EXISTS windlass_job_tag (
    tag varchar(400) NOT NULL,
    created_at bigint NOT NULL,
    job_id uuid NOT NULL,
    PRIMARY KEY (tag, created_at, job_id)
);

-- The live jobs of each schedule; ended ones are swept out when somebody looks.
CREATE TABLE IF NOT EXISTS windlass_schedule_job (
    schedule_id uuid NOT NULL,
    job_id uuid NOT NULL,
    PRIMARY KEY (schedule_id, job_id)
);

CREATE TABLE IF NOT EXISTS windlass_ready (
    due_at bigint NOT NULL,
    created_at bigint NOT NULL,
    fence bigint NOT NULL,
    job_id uuid NOT NULL,
    lane integer NOT NULL,
    attempts integer NOT NULL,
    starts integer NOT NULL,
    lost_starts smallint NOT NULL,
    states_sent smallint NOT NULL,
    not_before bigint,
    cancel_at bigint,
    cancel_reason varchar,
    PRIMARY KEY (lane, due_at, job_id)
);

CREATE TABLE IF NOT EXISTS windlass_waiting (
    job_id uuid PRIMARY KEY,
    wake_at bigint NOT NULL,
    due_at bigint NOT NULL,
    created_at bigint NOT NULL,
    fence bigint NOT NULL,
    lane integer NOT NULL,
    attempts integer NOT NULL,
    starts integer NOT NULL,
    lost_starts smallint NOT NULL,
    states_sent smallint NOT NULL,
    not_before bigint,
    cancel_at bigint,
    cancel_reason varchar
);
CREATE INDEX IF NOT EXISTS windlass_waiting_wake ON windlass_waiting (wake_at, job_id);

-- Claimed and running jobs, and direct runs from their acceptance on. work_id is the job's id, or the run's when it is direct.
CREATE TABLE IF NOT EXISTS windlass_running (
    work_id uuid PRIMARY KEY,
    run_id uuid NOT NULL UNIQUE,
    node_id uuid NOT NULL,
    fence bigint NOT NULL,
    created_at bigint NOT NULL,
    claimed_at bigint NOT NULL,
    due_at bigint NOT NULL,
    lane integer NOT NULL,
    attempt integer NOT NULL,
    starts integer NOT NULL,
    lost_starts smallint NOT NULL,
    states_sent smallint NOT NULL,
    version integer NOT NULL,
    direct boolean NOT NULL,
    has_chunks boolean NOT NULL,
    not_before bigint,
    started_at bigint,
    cancel_at bigint,
    phase smallint,
    percent smallint,
    completed bigint,
    total bigint,
    message varchar,
    cancel_reason varchar,
    direct_type varchar,
    direct_trigger smallint,
    direct_node varchar(300)
);

-- History: one row for each ended attempt. job_status is set on the row that ended its job; forget_at on that and on direct runs.
CREATE TABLE IF NOT EXISTS windlass_run (
    id uuid PRIMARY KEY,
    job_id uuid,
    node_id uuid,
    fence bigint NOT NULL,
    created_at bigint NOT NULL,
    started_at bigint,
    finished_at bigint NOT NULL,
    expires_at bigint,
    forget_at bigint,
    attempt integer NOT NULL,
    starts integer NOT NULL,
    status smallint NOT NULL,
    job_status smallint,
    trigger_code smallint NOT NULL,
    job_type varchar(200) NOT NULL,
    node varchar(300),
    result varchar,
    percent smallint,
    completed bigint,
    total bigint,
    message varchar,
    error_code varchar,
    error_message varchar,
    error_kind smallint,
    error_retriable boolean,
    error_attempt integer,
    warnings varchar,
    artifacts varchar,
    cancel_at bigint,
    cancel_reason varchar
);
CREATE INDEX IF NOT EXISTS windlass_run_finished ON windlass_run (finished_at, id);
CREATE INDEX IF NOT EXISTS windlass_run_job ON windlass_run (job_id, starts);
CREATE INDEX IF NOT EXISTS windlass_run_forget ON windlass_run (forget_at);

-- Jobs that were cancelled while they waited, so that no run ended them.
CREATE TABLE IF NOT EXISTS windlass_cancelled (
    job_id uuid PRIMARY KEY,
    at bigint NOT NULL,
    expires_at bigint NOT NULL,
    attempts integer NOT NULL,
    starts integer NOT NULL,
    reason varchar
);
CREATE INDEX IF NOT EXISTS windlass_cancelled_expires ON windlass_cancelled (expires_at);

-- Templates (kind 0), schedules (1) and webhook endpoints (2): the columns that are searched, and the whole as JSON.
CREATE TABLE IF NOT EXISTS windlass_resource (
    id uuid PRIMARY KEY,
    kind smallint NOT NULL,
    version bigint NOT NULL,
    name varchar(400),
    job_type varchar(200),
    template_id uuid,
    enabled boolean,
    next_fire_at bigint,
    url varchar,
    body varchar NOT NULL,
    UNIQUE (kind, name)
);
CREATE INDEX IF NOT EXISTS windlass_resource_kind ON windlass_resource (kind, id);
CREATE INDEX IF NOT EXISTS windlass_resource_template ON windlass_resource (template_id);
CREATE INDEX IF NOT EXISTS windlass_resource_fire ON windlass_resource (next_fire_at);

CREATE TABLE IF NOT EXISTS windlass_fire (
    schedule_id uuid NOT NULL,
    fire_at bigint NOT NULL,
    job_id uuid NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (schedule_id, fire_at)
);
CREATE INDEX IF NOT EXISTS windlass_fire_expires ON windlass_fire (expires_at);

CREATE TABLE IF NOT EXISTS windlass_idempotency (
    scope varchar(400) NOT NULL,
    idem_key varchar(400) NOT NULL,
    fingerprint bytea NOT NULL,
    reply bytea NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (scope, idem_key)
);
CREATE INDEX IF NOT EXISTS windlass_idempotency_expires ON windlass_idempotency (expires_at);

CREATE TABLE IF NOT EXISTS windlass_artifact (
    run_id uuid NOT NULL,
    name varchar(200) NOT NULL,
    chunk integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (run_id, name, chunk)
);

CREATE TABLE IF NOT EXISTS windlass_event (
    id uuid PRIMARY KEY,
    type varchar(100) NOT NULL,
    job_id uuid,
    run_id uuid,
    order_key uuid NOT NULL,
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    body bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS windlass_delivery (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL,
    event_type varchar(100) NOT NULL,
    event_at bigint NOT NULL,
    job_id uuid,
    run_id uuid,
    order_key uuid NOT NULL,
    sequence bigint NOT NULL,
    profile smallint NOT NULL,
    lane varchar(500) NOT NULL,
    endpoint_id uuid,
    url varchar NOT NULL,
    owned boolean NOT NULL,
    status smallint NOT NULL,
    attempts integer NOT NULL,
    created_at bigint NOT NULL,
    settled_at bigint
);
CREATE INDEX IF NOT EXISTS windlass_delivery_job ON windlass_delivery (job_id, id);
CREATE INDEX IF NOT EXISTS windlass_delivery_run ON windlass_delivery (run_id);
CREATE INDEX IF NOT EXISTS windlass_delivery_endpoint ON windlass_delivery (endpoint_id, id);
CREATE INDEX IF NOT EXISTS windlass_delivery_orphan ON windlass_delivery (owned, settled_at);
CREATE INDEX IF NOT EXISTS windlass_delivery_event ON windlass_delivery (event_id);

-- The deliveries that are still to be made. next_at is when to look at one again: when it is due (retry_at), when its hold ends, or when
-- the one before it is looked at again.
CREATE TABLE IF NOT EXISTS windlass_outbox (
    delivery_id uuid PRIMARY KEY,
    order_key uuid NOT NULL,
    sequence bigint NOT NULL,
    next_at bigint NOT NULL,
    retry_at bigint NOT NULL,
    hold bigint NOT NULL,
    lane varchar(500) NOT NULL
);
CREATE INDEX IF NOT EXISTS windlass_outbox_due ON windlass_outbox (lane, next_at, delivery_id);
CREATE INDEX IF NOT EXISTS windlass_outbox_order ON windlass_outbox (lane, order_key, sequence, delivery_id);
CREATE INDEX IF NOT EXISTS windlass_outbox_next ON windlass_outbox (next_at);

CREATE TABLE IF NOT EXISTS windlass_delivery_attempt (
    delivery_id uuid NOT NULL,
    nth integer NOT NULL,
    number integer NOT NULL,
    started_at bigint NOT NULL,
    duration bigint NOT NULL,
    status_code integer,
    error varchar,
    response varchar,
    PRIMARY KEY (delivery_id, nth)
);

INSERT INTO windlass_schema (version, file) VALUES (1, 'V001__schema.sql');
