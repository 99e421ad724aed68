-- H2 commits each of these statements by itself, so each bears being repeated: a process may have died half-way.

-- What changes with each claim is in no index.
ALTER TABLE windlass_outbox ADD COLUMN IF NOT EXISTS held_until bigint DEFAULT 0 NOT NULL;

-- How many tries its delivery has had in all, so that nobody has to count them.
ALTER TABLE windlass_outbox ADD COLUMN IF NOT EXISTS tries integer DEFAULT 0 NOT NULL;
UPDATE windlass_outbox SET tries =
    (SELECT count(*) FROM windlass_delivery_attempt a WHERE a.delivery_id = windlass_outbox.delivery_id);

-- Whether others may have been put off behind it. Of those from before it is not known.
ALTER TABLE windlass_outbox ADD COLUMN IF NOT EXISTS followed boolean DEFAULT true NOT NULL;
ALTER TABLE windlass_outbox ALTER COLUMN followed SET DEFAULT false;

-- Whether its delivery has no owner with which it is forgotten.
ALTER TABLE windlass_outbox ADD COLUMN IF NOT EXISTS orphan boolean DEFAULT false NOT NULL;
UPDATE windlass_outbox SET orphan = true
    WHERE NOT EXISTS (SELECT 1 FROM windlass_delivery d WHERE d.id = windlass_outbox.delivery_id AND d.owned);

-- Set on the try that delivered. A pending delivery that is not in the outbox any more was delivered by its last try: its row is not
-- written again for that.
ALTER TABLE windlass_delivery_attempt ADD COLUMN IF NOT EXISTS settled_at bigint;

INSERT INTO windlass_schema (version, file) VALUES (4, 'V004__outbox_holds.sql');
