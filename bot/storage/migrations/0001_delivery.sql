-- Updates in, messages out, jobs, timers and leases. Times are microseconds since 1970, UTC.

CREATE TABLE installation (
    bot_id BIGINT PRIMARY KEY,
    since BIGINT NOT NULL
);

-- One row an update (its id is Telegram's) or an event of our own (its id is negative).
-- The payload is the only unredacted copy: it goes when the row leaves the state 'open'.
CREATE TABLE inbox (
    bot_id BIGINT NOT NULL,
    update_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dead', 'poison')),
    payload TEXT,
    received_at BIGINT NOT NULL,
    done_at BIGINT,
    reference TEXT,
    PRIMARY KEY (bot_id, update_id),
    CHECK (state = 'open' OR payload IS NULL)
);
CREATE INDEX inbox_open ON inbox (bot_id, chat_id, update_id) WHERE state = 'open';
CREATE INDEX inbox_closed ON inbox (done_at) WHERE state = 'done';

-- The updates of one chat. ready_at: something was stored since the lane was last claimed.
CREATE TABLE lane (
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    ready_at BIGINT,
    PRIMARY KEY (bot_id, chat_id)
);
CREATE INDEX lane_ready ON lane (bot_id, ready_at) WHERE ready_at IS NOT NULL;
CREATE INDEX lane_owned ON lane (bot_id, lease_until) WHERE owner <> '';

-- body: the message as JSON, dropped once it is sent or given up.
CREATE TABLE outbox (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    thread_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    edit_of TEXT NOT NULL,
    priority BIGINT NOT NULL,
    claim_number TEXT NOT NULL,
    body TEXT,
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'sending', 'blocked', 'held', 'sent', 'dead')),
    attempts BIGINT NOT NULL,
    maybe_sent BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    message_id BIGINT,
    has_file BIGINT NOT NULL,
    reason TEXT
);
CREATE INDEX outbox_open ON outbox (bot_id, chat_id, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_waiting ON outbox (bot_id, priority, id) WHERE state = 'waiting';
CREATE INDEX outbox_blocked ON outbox (bot_id, chat_id) WHERE state = 'blocked';
CREATE INDEX outbox_sending ON outbox (bot_id, chat_id) WHERE state = 'sending';
CREATE INDEX outbox_key ON outbox (bot_id, chat_id, key, id) WHERE key <> '';
CREATE INDEX outbox_closed ON outbox (closed_at) WHERE state IN ('sent', 'dead');

-- Slow work; the result comes back as an event in the lane of chat_id.
CREATE TABLE job (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (bot_id, due_at);

-- What shall happen later; becomes an event in the lane of chat_id when due.
CREATE TABLE timer (
    bot_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    chat_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (bot_id, key)
);
CREATE INDEX timer_due ON timer (bot_id, due_at);

-- One process at a time does what only one may do: poll, send.
CREATE TABLE lease (
    bot_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (bot_id, name)
);
