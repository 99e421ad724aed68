-- What changes with each claim is in no index, so that a claim rewrites no index entry; half of each page is left free for it.
ALTER TABLE windlass_outbox ADD COLUMN held_until bigint NOT NULL DEFAULT 0;
ALTER TABLE windlass_outbox SET (fillfactor = 45);

-- How many tries its delivery has had in all, so that nobody has to count them.
ALTER TABLE windlass_outbox ADD COLUMN tries integer NOT NULL DEFAULT 0;
UPDATE windlass_outbox SET tries =
    (SELECT count(*) FROM windlass_delivery_attempt a WHERE a.delivery_id = windlass_outbox.delivery_id);

-- Whether others may have been put off behind it. Of those from before it is not known.
ALTER TABLE windlass_outbox ADD COLUMN followed boolean NOT NULL DEFAULT true;
ALTER TABLE windlass_outbox ALTER COLUMN followed SET DEFAULT false;

-- Whether its delivery has no owner with which it is forgotten.
ALTER TABLE windlass_outbox ADD COLUMN orphan boolean NOT NULL DEFAULT false;
UPDATE windlass_outbox SET orphan = true
    WHERE NOT EXISTS (SELECT 1 FROM windlass_delivery d WHERE d.id = windlass_outbox.delivery_id AND d.owned);

-- Set on the try that delivered. A pending delivery that is not in the outbox any more was delivered by its last try: its row is not
-- written again for that.
ALTER TABLE windlass_delivery_attempt ADD COLUMN settled_at bigint;

-- Those that were given up, which people look for.
CREATE INDEX windlass_delivery_given_up ON windlass_delivery (id) WHERE status = 2;

INSERT INTO windlass_schema (version, file) VALUES (4, 'V004__outbox_holds.sql');
