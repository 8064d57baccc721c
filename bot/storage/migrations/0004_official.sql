-- What providers publish about themselves and what probes find: about no customer, and the same
-- for every bot of the database.

-- One row a source, with all that its next poll must know after a restart. page: for people;
-- address: what is fetched; failures: in a row; streak: answers of a probe in a row, below 0 bad.
CREATE TABLE status_source (
    key TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    page TEXT NOT NULL,
    address TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    failures BIGINT NOT NULL,
    streak BIGINT NOT NULL,
    error TEXT NOT NULL,
    tried_at BIGINT,
    read_at BIGINT,
    next_at BIGINT NOT NULL
);
CREATE INDEX status_source_provider ON status_source (provider);

-- What a source said when it was last read, in its order.
CREATE TABLE official_state (
    source TEXT NOT NULL REFERENCES status_source (key) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    level TEXT NOT NULL
        CHECK (level IN ('operational', 'degraded', 'down', 'maintenance', 'unknown')),
    title TEXT NOT NULL,
    since BIGINT,
    until BIGINT,
    PRIMARY KEY (source, place)
);

-- Providers whose site is looked at, because an admin said so.
CREATE TABLE probe (
    provider TEXT PRIMARY KEY,
    switched_by TEXT NOT NULL,
    switched_at BIGINT NOT NULL
);
