-- Claims look at open lanes only, however many queue names were ever used.
CREATE INDEX windlass_lane_open ON windlass_lane (retired, id);

INSERT INTO windlass_schema (version, file) VALUES (3, 'V003__open_lanes.sql');
