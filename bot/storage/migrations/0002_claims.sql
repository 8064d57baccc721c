-- Customers, drafts, claims and everything said. Times are microseconds since 1970, UTC.

-- offered: the buttons of the last message, so that typing a label does what tapping it does.
-- mode: 'bot', or 'person' while an agent talks. adding_to: claim that the next words go to.
-- pending: another matter that was offered, with the facts that were said of it, as JSON. misses: answers in a row that did not help.
CREATE TABLE customer (
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    language TEXT NOT NULL,
    language_chosen BIGINT NOT NULL,
    region TEXT NOT NULL,
    region_chosen BIGINT NOT NULL,
    zone TEXT NOT NULL,
    offered TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('bot', 'person')),
    mode_claim BIGINT,
    adding_to BIGINT,
    pending TEXT NOT NULL,
    misses BIGINT NOT NULL,
    adverts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, chat_id)
);

CREATE TABLE draft (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    events TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'parked', 'stopped', 'deleted')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX draft_of_customer ON draft (bot_id, chat_id, state, updated_at);
CREATE UNIQUE INDEX draft_active ON draft (bot_id, chat_id) WHERE state = 'active';

CREATE TABLE claim (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    filing TEXT NOT NULL,
    status TEXT NOT NULL
        CHECK (status IN ('filed', 'in_review', 'waiting', 'resolved', 'withdrawn')),
    outcome TEXT NOT NULL,
    priority TEXT NOT NULL CHECK (priority IN ('urgent', 'normal')),
    provider TEXT NOT NULL,
    wanted_minor BIGINT,
    wanted_currency TEXT NOT NULL,
    region TEXT NOT NULL,
    language TEXT NOT NULL,
    agent_id BIGINT,
    agent_name TEXT NOT NULL,
    consent TEXT NOT NULL,
    version BIGINT NOT NULL,
    rating TEXT NOT NULL,
    filed_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX claim_number ON claim (bot_id, number);
CREATE INDEX claim_of_customer ON claim (bot_id, chat_id, filed_at);
CREATE INDEX claim_queue ON claim (bot_id, status, due_at);

-- One row a version: facts are amended, never overwritten.
CREATE TABLE claim_facts (
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    facts TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (claim_id, version)
);

CREATE TABLE claim_event (
    id ROW_ID,
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    action TEXT NOT NULL,
    role TEXT NOT NULL,
    actor TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    note TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX claim_event_of ON claim_event (claim_id, id);

CREATE TABLE claim_deadline (
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    actor TEXT NOT NULL,
    counted_from BIGINT NOT NULL,
    due_on BIGINT NOT NULL,
    hint BIGINT NOT NULL,
    PRIMARY KEY (claim_id, rule)
);

-- Every message in and out, redacted. Without a claim it is kept 30 days.
CREATE TABLE message (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    telegram_id BIGINT,
    outbox_id BIGINT,
    text TEXT NOT NULL,
    evidence_id BIGINT,
    edit_of BIGINT,
    claim_id BIGINT REFERENCES claim (id) ON DELETE CASCADE,
    at BIGINT NOT NULL
);
CREATE INDEX message_of_chat ON message (bot_id, chat_id, id);
CREATE INDEX message_of_claim ON message (claim_id, id) WHERE claim_id IS NOT NULL;
CREATE INDEX message_loose ON message (at) WHERE claim_id IS NULL;
CREATE INDEX message_outbox ON message (outbox_id) WHERE outbox_id IS NOT NULL;

-- state: 'waiting' until the bytes are here. A row without draft and claim lies in the tray.
CREATE TABLE evidence (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    draft_id BIGINT REFERENCES draft (id) ON DELETE SET NULL,
    claim_id BIGINT REFERENCES claim (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'stored', 'refused', 'lost')),
    form TEXT NOT NULL,
    name TEXT NOT NULL,
    file_id TEXT NOT NULL,
    file_unique_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    mime TEXT NOT NULL,
    reading TEXT NOT NULL,
    reason TEXT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX evidence_of_draft ON evidence (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX evidence_of_claim ON evidence (claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX evidence_of_customer ON evidence (bot_id, chat_id, received_at);
CREATE INDEX evidence_bytes ON evidence (bot_id, sha256) WHERE sha256 <> '';

-- One report of one person about one provider; `place` keeps it to one per window.
CREATE TABLE outage_report (
    bot_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    chat_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, provider, chat_id, place)
);
CREATE INDEX outage_report_recent ON outage_report (bot_id, provider, at);

CREATE TABLE outage_watch (
    bot_id BIGINT NOT NULL,
    provider TEXT NOT NULL,
    chat_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (bot_id, provider, chat_id)
);

-- Who did what, and which questions found no answer (redacted).
CREATE TABLE audit (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX audit_at ON audit (bot_id, at);

CREATE TABLE unanswered (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    nearest TEXT NOT NULL,
    score BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX unanswered_at ON unanswered (bot_id, at);

-- The card of a claim in the agents' chat.
CREATE TABLE desk_card (
    claim_id BIGINT PRIMARY KEY REFERENCES claim (id) ON DELETE CASCADE,
    chat_id BIGINT NOT NULL,
    thread_id BIGINT NOT NULL,
    key TEXT NOT NULL
);
