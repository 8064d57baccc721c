-- Reports of providers that do not work, what is usual, and incidents. The rows that name a person
-- (outage_report, outage_watch) are there since 0002; none of these does, but for admins' deeds.

-- People who reported within one minute (number of the minute since 1970), new accounts apart.
CREATE TABLE outage_minute (
    bot_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    minute BIGINT NOT NULL,
    known BIGINT NOT NULL,
    fresh BIGINT NOT NULL,
    PRIMARY KEY (bot_id, provider, minute)
);
CREATE INDEX outage_minute_recent ON outage_minute (bot_id, minute);

-- What an hour of the week taught, older weeks counting less: people by provider, and hours for all
-- providers together. learnt: number of the hour since 1970 that was learnt last.
CREATE TABLE outage_usual (
    bot_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    slot BIGINT NOT NULL,
    people DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (bot_id, provider, slot)
);
CREATE TABLE outage_hours (
    bot_id BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    hours DOUBLE PRECISION NOT NULL,
    learnt BIGINT NOT NULL,
    PRIMARY KEY (bot_id, slot)
);
-- The usual levels of all providers in one hour (number since 1970), as JSON: reckoned once an hour.
CREATE TABLE outage_levels (
    bot_id BIGINT PRIMARY KEY,
    hour BIGINT NOT NULL,
    levels TEXT NOT NULL
);

-- nature: what an admin says that it is; 'reports' was not declared, customers' reports say so.
-- zh, en: an admin's words for customers. calm_since: reports are as usual again since then.
CREATE TABLE incident (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    nature TEXT NOT NULL
        CHECK (nature IN ('reports', 'outage', 'partial', 'maintenance', 'attack')),
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    since BIGINT NOT NULL,
    calm_since BIGINT,
    closed_at BIGINT,
    merged_into BIGINT REFERENCES incident (id)
);
CREATE UNIQUE INDEX incident_open ON incident (bot_id, provider) WHERE closed_at IS NULL;
CREATE INDEX incident_closed ON incident (bot_id, provider, closed_at);

CREATE TABLE incident_event (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    incident_id BIGINT NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX incident_event_of ON incident_event (incident_id, id);
