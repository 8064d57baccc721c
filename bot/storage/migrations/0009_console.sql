-- The agents' console: who may come in, of every token the hash only; and how claims are listed.

-- A link that opens a session once.
CREATE TABLE console_link (
    hash TEXT PRIMARY KEY,
    bot_id BIGINT NOT NULL,
    person BIGINT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    spent_at BIGINT
);
CREATE INDEX console_link_of ON console_link (bot_id, person, made_at);

-- What a Mini App handed in for a session; the same is refused again.
CREATE TABLE console_entry (
    hash TEXT PRIMARY KEY,
    bot_id BIGINT NOT NULL,
    person BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);

CREATE TABLE console_session (
    hash TEXT PRIMARY KEY,
    bot_id BIGINT NOT NULL,
    face TEXT NOT NULL CHECK (face IN ('browser', 'app')),
    person BIGINT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX console_session_of ON console_session (bot_id, person);

-- The queue by its deadlines: all of it, of one kind, of one agent or of nobody.
CREATE INDEX claim_due ON claim (bot_id, due_at, id)
    WHERE status IN ('filed', 'in_review', 'waiting');
CREATE INDEX claim_due_kind ON claim (bot_id, kind, due_at, id)
    WHERE status IN ('filed', 'in_review', 'waiting');
CREATE INDEX claim_due_agent ON claim (bot_id, agent_id, due_at, id)
    WHERE status IN ('filed', 'in_review', 'waiting');
CREATE INDEX claim_changed ON claim (bot_id, changed_at);
