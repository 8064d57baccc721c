-- The whole life of a claim: what else an event changed, links between claims, and until when we
-- promised what. Times are microseconds since 1970, UTC.

-- version: of the claim after the event; 0: the event is older than this. changes: what changed
-- beside the status, as JSON: name to [before, after]. actor_name: first name of an agent.
ALTER TABLE claim_event ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE claim_event ADD COLUMN changes TEXT NOT NULL DEFAULT '{}';
ALTER TABLE claim_event ADD COLUMN actor_name TEXT NOT NULL DEFAULT '';

-- merged_into: number of the claim of which this one is a duplicate. escalated_to: Telegram id of
-- whom it was handed up to. due_for: what due_at is the end of: first_response, next_response,
-- resolution, customer (they are asked again), aside (put aside, looked at again).
-- waiting_since: since when the customer is waited for. aside_at: put aside for want of an answer.
-- first_response_at: first words of a person to the customer. closed_at: resolved or withdrawn.
ALTER TABLE claim ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE claim ADD COLUMN escalated_to BIGINT;
ALTER TABLE claim ADD COLUMN escalated_name TEXT NOT NULL DEFAULT '';
ALTER TABLE claim ADD COLUMN escalated_at BIGINT;
ALTER TABLE claim ADD COLUMN due_for TEXT NOT NULL DEFAULT 'first_response';
ALTER TABLE claim ADD COLUMN waiting_since BIGINT;
ALTER TABLE claim ADD COLUMN aside_at BIGINT;
ALTER TABLE claim ADD COLUMN first_response_at BIGINT;
ALTER TABLE claim ADD COLUMN closed_at BIGINT;
UPDATE claim SET closed_at = changed_at WHERE status IN ('resolved', 'withdrawn');
UPDATE claim SET waiting_since = changed_at WHERE status = 'waiting';
UPDATE claim SET first_response_at = (SELECT MIN(at) FROM claim_event e
    WHERE e.claim_id = claim.id AND e.action IN ('ask', 'answer', 'resolve'));

-- Two claims that an agent said have to do with each other; the smaller id stands first.
CREATE TABLE claim_link (
    bot_id BIGINT NOT NULL,
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    other_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    linked_by BIGINT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (claim_id, other_id)
);
CREATE INDEX claim_link_other ON claim_link (other_id);

-- One row for each promise of ours: an answer by a person, or the end of the matter. `due_at` moves
-- while the customer is waited for. Kept in time: state 'met'; too late, or nobody has kept it
-- though breached_at is set: a breach; 'dropped': the claim was closed before by the customer or
-- as a duplicate, so that it counts for nothing.
CREATE TABLE claim_target (
    id ROW_ID,
    bot_id BIGINT NOT NULL,
    claim_id BIGINT NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    target TEXT NOT NULL CHECK (target IN ('first_response', 'next_response', 'resolution')),
    state TEXT NOT NULL CHECK (state IN ('open', 'met', 'late', 'dropped')),
    started_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    warned_at BIGINT,
    breached_at BIGINT,
    promised_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX claim_target_open ON claim_target (claim_id, target) WHERE state = 'open';
CREATE INDEX claim_target_of ON claim_target (claim_id, id);
CREATE INDEX claim_target_ended ON claim_target (bot_id, target, ended_at);
-- Claims that were filed before have promised their first answer only.
INSERT INTO claim_target (bot_id, claim_id, target, state, started_at, due_at)
    SELECT bot_id, id, 'first_response', 'open', filed_at, due_at FROM claim
    WHERE status = 'filed' AND first_response_at IS NULL;
INSERT INTO timer (bot_id, key, chat_id, kind, payload, due_at)
    SELECT bot_id, 'claim:' || id || ':sla', chat_id, 'claim.sla', '{"claim": ' || id || '}', due_at
    FROM claim WHERE status = 'filed' AND first_response_at IS NULL;
