-- How agents list claims: views of the queue that they keep, and the queue by customers' deadlines.
CREATE TABLE console_view (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    person BIGINT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    is_shared BIGINT NOT NULL
);
CREATE UNIQUE INDEX console_view_named ON console_view (bot_id, person, name);

-- The first day until which the customer must act; in the year 30489 where there is none.
ALTER TABLE claim ADD COLUMN deadline_on BIGINT NOT NULL DEFAULT 900000000000000000;
UPDATE claim SET deadline_on = COALESCE(
    (SELECT MIN(due_on) FROM claim_deadline d
        WHERE d.claim_id = claim.id AND d.actor = 'user' AND d.done_at IS NULL),
    900000000000000000);
CREATE INDEX claim_deadline_on ON claim (bot_id, deadline_on, id)
    WHERE status IN ('filed', 'in_review', 'waiting');

-- How many open claims each agent has, and how many of them are late: read from the index alone.
CREATE INDEX claim_load ON claim (bot_id, agent_id, status, due_at)
    WHERE status IN ('filed', 'in_review', 'waiting');
